import { subscribe, unsubscribe } from 'node:diagnostics_channel';

/** Handles one message of a channel. */
export type Listener<Message> = (message: Message) => void;

/** Subscribes to channels of Node.js; undone by the function that it returns. */
export class Subscriptions {
  private readonly undo: (() => void)[] = [];

  /** @param onError told what a listener threw: Node.js would end the process for it */
  constructor(private readonly onError: (error: unknown) => void) {}

  /** @param Message what Node.js documents for the channel */
  on<Message>(channel: string, listener: Listener<Message>): void {
    const guarded = (message: unknown): void => {
      try {
        listener(message as Message);
      } catch (error) {
        this.onError(error);
      }
    };
    subscribe(channel, guarded);
    this.undo.push(() => unsubscribe(channel, guarded));
  }

  add(undo: () => void): void {
    this.undo.push(undo);
  }

  dispose(): void {
    for (const undo of this.undo.splice(0)) undo();
  }
}
