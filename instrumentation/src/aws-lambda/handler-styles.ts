import { settle } from '../invocation';
import type { Invocation, Outcome } from '../platform';
import { isRecord, isThenable } from '../value';

export type AnyFunction = (this: unknown, ...args: unknown[]) => unknown;

/** Lambda's answer function, `(error, result)`. */
export type Callback = (error?: unknown, result?: unknown) => unknown;

/** What a caller without a callback gets: a promise that the handler's callback settles. */
interface Deferred {
  readonly promise: Promise<unknown>;
  readonly callback: Callback;
}

/**
 * Calls a handler of any style and answers as Lambda would have been answered without us: a promise for a promise,
 * the callback for a callback. The flush comes before the answer.
 *
 * @param args event, context and, where Lambda still has one (before Node.js 24), its callback
 */
export function callHandler(
  handler: AnyFunction,
  self: unknown,
  args: readonly unknown[],
  invocation: Invocation,
): unknown {
  const [event, context, callback] = args;
  const isPromised = typeof callback !== 'function';
  if (isPromised && handler.length < 3) {
    return settle(invocation, () => Reflect.apply(handler, self, args));
  }
  const deferred = isPromised ? defer() : undefined;
  const answer = deferred?.callback ?? (callback as Callback);
  const stopWaiting = finishWhenIdle(invocation);
  const finish = (outcome: Outcome): Promise<void> => {
    stopWaiting();
    return invocation.finish(outcome);
  };
  const finishThenAnswer: Callback = (error, result) => {
    void finish(isAbsent(error) ? { result } : { error }).then(() => answer(error, result));
  };
  interceptContext(context, finish);
  let returned: unknown;
  try {
    returned = invocation.run(() => Reflect.apply(handler, self, [event, context, finishThenAnswer]));
  } catch (error) {
    // A rejection, which Lambda treats alike and which leaves time to flush.
    returned = Promise.reject(error);
  }
  if (isThenable(returned)) {
    stopWaiting();
    const settled = settle(invocation, () => returned);
    // An async handler may answer by its callback all the same; Lambda takes what comes first.
    return deferred ? Promise.race([deferred.promise, settled]) : settled;
  }
  // Any other value is none to Lambda, which waits for the callback or an idle event loop: an arrow function returns
  // the timer, the request or the server that will call it.
  return deferred ? deferred.promise : returned;
}

/** For a callback handler that never answers: finishes once the process has nothing left to do. */
function finishWhenIdle(invocation: Invocation): () => void {
  const onIdle = () => void invocation.finish({ result: undefined });
  process.once('beforeExit', onIdle);
  return () => process.removeListener('beforeExit', onIdle);
}

const isAbsent = (error: unknown): boolean => error === null || error === undefined;

function defer(): Deferred {
  let settle: Callback = () => {};
  const promise = new Promise((resolve, reject) => {
    settle = (error, result) => (isAbsent(error) ? resolve(result) : reject(error));
  });
  return { promise, callback: settle };
}

/** `context.done`, `succeed` and `fail`, the oldest way to answer, are put behind the flush. */
function interceptContext(context: unknown, finish: (outcome: Outcome) => Promise<void>): void {
  if (!isRecord(context)) return;
  const target = context as Record<string, unknown>;
  const intercept = (name: string, outcomeOf: (args: readonly unknown[]) => Outcome) => {
    const original = target[name];
    if (typeof original !== 'function') return;
    target[name] = (...args: unknown[]) => {
      void finish(outcomeOf(args)).then(() => Reflect.apply(original, target, args));
    };
  };
  try {
    intercept('succeed', ([result]) => ({ result }));
    intercept('fail', ([error]) => ({ error: error ?? 'handled' }));
    intercept('done', ([error, result]) => (isAbsent(error) ? { result } : { error }));
  } catch {
    // A frozen context keeps its own functions: the answer then goes out before the flush.
  }
}
