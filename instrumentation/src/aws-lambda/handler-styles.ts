import type { LambdaInvocation } from './lambda-invocation';
import type { Outcome } from './outcome';
import { isRecord } from './value';

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
  invocation: LambdaInvocation,
): unknown {
  const [event, context, callback] = args;
  const isPromised = typeof callback !== 'function';
  if (isPromised && handler.length < 3) {
    return finishWith(
      capture(() => invocation.run(() => Reflect.apply(handler, self, args))),
      invocation,
    );
  }
  const deferred = isPromised ? defer() : undefined;
  const answer = deferred?.callback ?? (callback as Callback);
  const finishThenAnswer: Callback = (error, result) => {
    void invocation.finish(isAbsent(error) ? { result } : { error }).then(() => answer(error, result));
  };
  interceptContext(context, invocation);
  const returned = capture(() =>
    invocation.run(() => Reflect.apply(handler, self, [event, context, finishThenAnswer])),
  );
  if (isThenable(returned)) return finishWith(returned, invocation);
  if (deferred) return deferred.promise;
  // Lambda ignores what such a handler returns and waits for the callback or an idle event loop.
  if (returned === undefined) invocation.finishWhenIdle();
  else void invocation.finish({ result: returned });
  return returned;
}

/** Passes the outcome of a promise (or a plain value) on, unchanged, once the invocation is finished. */
export async function finishWith(returned: unknown, invocation: LambdaInvocation): Promise<unknown> {
  let result: unknown;
  try {
    result = await returned;
  } catch (error) {
    await invocation.finish({ error });
    throw error;
  }
  await invocation.finish({ result });
  return result;
}

/** Calls `fn`; a thrown error becomes a rejected promise, which Lambda treats alike and which leaves time to flush. */
export function capture(fn: () => unknown): unknown {
  try {
    return fn();
  } catch (error) {
    return Promise.reject(error);
  }
}

function isThenable(value: unknown): value is PromiseLike<unknown> {
  return isRecord(value) && typeof value.then === 'function';
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
function interceptContext(context: unknown, invocation: LambdaInvocation): void {
  if (!isRecord(context)) return;
  const target = context as Record<string, unknown>;
  const intercept = (name: string, outcomeOf: (args: readonly unknown[]) => Outcome) => {
    const original = target[name];
    if (typeof original !== 'function') return;
    target[name] = (...args: unknown[]) => {
      void invocation.finish(outcomeOf(args)).then(() => Reflect.apply(original, target, args));
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
