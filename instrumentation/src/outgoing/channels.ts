import { subscribe, unsubscribe } from 'node:diagnostics_channel';

/**
 * Subscribes to a channel of Node.js.
 *
 * @template Message what Node.js documents for the channel
 */
export type Listen = <Message>(channel: string, listener: (message: Message) => void) => void;

/**
 * @param onError told what a listener threw: Node.js would end the process for it
 * @returns with `dispose`, which undoes all of it
 */
export function createSubscriptions(onError: (error: unknown) => void): {
  readonly listen: Listen;
  dispose(): void;
} {
  const undo: (() => void)[] = [];
  return {
    listen(channel, listener) {
      const guarded = (message: unknown): void => {
        try {
          listener(message as Parameters<typeof listener>[0]);
        } catch (error) {
          onError(error);
        }
      };
      subscribe(channel, guarded);
      undo.push(() => unsubscribe(channel, guarded));
    },
    dispose() {
      for (const each of undo.splice(0)) each();
    },
  };
}
