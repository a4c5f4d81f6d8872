import { currentRuntime } from '../current-runtime';
import { processEnvironment } from '../host/node';
import {
  answerByResponse,
  describeExpress,
  describeExpressResult,
  type ExpressRequest,
  isResponse,
} from '../http/express';
import { withRequestLimit } from '../http/request-limit';
import { settle, startInvocation } from '../invocation';
import type { Wrap, WrapOptions } from '../options';
import type { EventDescription, Invocation, InvocationStart } from '../platform';
import { noteReady, readiness } from '../readiness';
import { carryOver, isWrapped } from '../wrapped';
import { googleResource } from './google-resource';

type Handler = (this: unknown, ...args: unknown[]) => unknown;

/** Describes the arguments of a handler of events, which declares so many `parameters`. */
export type DescribeArguments = (args: readonly unknown[], parameters: number) => EventDescription;

/**
 * Makes `wrap` for functions of the Functions Framework. Those of HTTP, `(request, response)`, are told apart here;
 * `describe` is asked about all others.
 */
export const createWrap =
  (describe: DescribeArguments): Wrap =>
  (handler, options = {}) => {
    if (typeof handler !== 'function' || isWrapped(handler)) return handler;
    noteReady();
    const target = handler as unknown as Handler;
    const run: Handler = function (...args) {
      const [first, second] = args;
      const call = () => Reflect.apply(target, this, args);
      if (isResponse(second)) {
        const start = () => ({
          ...describeExpress(first as ExpressRequest),
          describeResult: describeExpressResult,
        });
        const invocation = begin(start, options);
        return invocation ? answerByResponse(invocation, call, second) : call();
      }
      const invocation = begin(() => ({ ...describe(args, target.length), input: first }), options);
      if (invocation === undefined) return call();
      const answer = args.at(-1);
      return typeof answer === 'function'
        ? answerByCallback(invocation, answer as Callback, (callback) =>
            Reflect.apply(target, this, [...args.slice(0, -1), callback]),
          )
        : settle(invocation, call);
    };
    const wrapped = carryOver(target, run);
    // The framework tells apart by their parameters who answers with a promise and who by a callback.
    Object.defineProperty(wrapped, 'length', { value: target.length, configurable: true });
    return wrapped as unknown as typeof handler;
  };

type Callback = (error?: unknown, result?: unknown) => unknown;

/** Runs a handler that answers by a callback; a promise of it only tells when it fails, as to the framework. */
async function answerByCallback(
  invocation: Invocation,
  answer: Callback,
  call: (callback: Callback) => unknown,
): Promise<void> {
  const finishThenAnswer: Callback = (error, result) => {
    void invocation.finish(error ? { error } : { result }).then(() => answer(error, result));
  };
  try {
    await invocation.run(() => call(finishThenAnswer));
  } catch (error) {
    await invocation.finish({ error });
    throw error;
  }
}

type Start = Omit<InvocationStart, 'name'> & { readonly name?: string | undefined };

function begin(describeStart: () => Start, options: WrapOptions): Invocation | undefined {
  const env = processEnvironment();
  const runtime = currentRuntime(env, googleResource, readiness);
  if (runtime === undefined) return undefined;
  try {
    const start = describeStart();
    const name = start.name ?? env.K_SERVICE ?? env.FUNCTION_NAME ?? env.FUNCTION_TARGET ?? 'handler';
    const isAwake = runtime.config.sendAfterAnswer;
    return startInvocation(
      runtime,
      {
        ...withRequestLimit(start, env),
        name,
        ...(isAwake ? { afterAnswer: (work) => void work() } : {}),
      },
      options,
    );
  } catch (error) {
    runtime.diagnostics.internalError('an invocation could not be instrumented', error);
    return undefined;
  }
}
