import type { ResultDescription } from '../platform';
import { isRecord, recordOf } from '../value';

/**
 * Watches which messages of a batch its handler gives back, to be delivered again.
 *
 * @returns tells their number as failed ones, as far as the handler said it by then
 */
export function watchRetries(batch: unknown): () => ResultDescription {
  const { messages } = recordOf(batch);
  const list: unknown[] = Array.isArray(messages) ? messages : [];
  // The first word about a message counts; one about all of them counts for those that nothing was said of.
  const isAgain = new Map<unknown, boolean>();
  let isRestAgain: boolean | undefined;
  const say = (message: unknown, again: boolean) => {
    if (!isAgain.has(message)) isAgain.set(message, again);
  };
  for (const message of list) {
    listen(message, 'retry', () => say(message, true));
    listen(message, 'ack', () => say(message, false));
  }
  listen(batch, 'retryAll', () => {
    isRestAgain ??= true;
  });
  listen(batch, 'ackAll', () => {
    isRestAgain ??= false;
  });
  return () => {
    const failed = list.filter((message) => isAgain.get(message) ?? isRestAgain === true);
    return { attributes: { 'faaslens.batch.failed_count': failed.length } };
  };
}

/** Puts a method over that of the runtime's own object, which is called all the same. */
function listen(owner: unknown, name: string, heard: () => void): void {
  const original = isRecord(owner) ? owner[name] : undefined;
  if (typeof original !== 'function') return;
  const value = function (this: unknown, ...args: unknown[]): unknown {
    heard();
    return Reflect.apply(original, this, args);
  };
  Object.defineProperty(owner, name, { value, configurable: true, writable: true });
}
