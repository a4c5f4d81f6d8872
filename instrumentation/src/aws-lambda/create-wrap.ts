import type { Environment } from '../config/environment';
import { extra } from '../extras';
import { settle, startInvocation } from '../invocation';
import type { Wrap, WrapOptions } from '../options';
import type { Invocation, InvocationStart } from '../platform';
import type { Runtime } from '../runtime';
import { isRecord, recordOf } from '../value';
import { carryOver, isWrapped } from '../wrapped';
import type { LambdaExtension } from './answer-first/extension';
import { type AnyFunction, callHandler } from './handler-styles';
import type { LambdaContext } from './lambda-context';
import { lambdaStart } from './lambda-start';
import { watchResponseStream } from './response-stream';

const STREAMING = Symbol.for('aws.lambda.runtime.handler.streaming');

/**
 * Makes `wrap` for an environment.
 *
 * @param runtime the process's runtime; `undefined` makes `wrap` return handlers as they are
 * @param startOf what event and context object tell of an invocation
 */
export function createWrap(env: Environment, runtime: Runtime | undefined, startOf = lambdaStart): Wrap {
  if (runtime === undefined) return (handler) => handler;
  const extension = runtime.config.sendAfterAnswer ? answerFirst(env, runtime) : undefined;
  const begun = new WeakSet<object>();

  const begin = (
    event: unknown,
    context: unknown,
    options: WrapOptions,
    known?: Partial<InvocationStart>,
  ): Invocation | undefined => {
    // A wrapped handler that calls another one is one invocation, and so one context object.
    if (isRecord(context) && begun.has(context)) return undefined;
    if (isRecord(context)) begun.add(context);
    let late: ReturnType<LambdaExtension['forInvocation']>;
    try {
      const start = startOf(event, recordOf(context) as LambdaContext, env);
      late = extension?.forInvocation(recordOf(context).awsRequestId);
      return startInvocation(runtime, late || known ? { ...start, ...late, ...known } : start, options);
    } catch (error) {
      runtime.diagnostics.internalError('an invocation could not be instrumented', error);
      // Else Lambda would be kept waiting for its telemetry, up to the time limit.
      late?.afterAnswer?.(async () => {});
      return undefined;
    }
  };

  return (handler, options = {}) => {
    if (typeof handler !== 'function' || isWrapped(handler)) return handler;
    const target = handler as unknown as AnyFunction;
    const start: Start = (event, context, known) => begin(event, context, options, known);
    const wrapped = STREAMING in target ? wrapStreaming(target, start) : wrapPlain(target, start);
    return carryOver(target, wrapped) as unknown as typeof handler;
  };
}

function answerFirst(env: Environment, { diagnostics }: Runtime): LambdaExtension | undefined {
  const register = extra('aws-lambda/answer-first', (missing) =>
    diagnostics.warnOnce('extension', `telemetry is sent before the answer: ${missing}`),
  );
  return register?.(env, diagnostics);
}

type Start = (event: unknown, context: unknown, known?: Partial<InvocationStart>) => Invocation | undefined;

/** Declares two parameters whatever the handler has: from Node.js 24 on, Lambda refuses to load one with three. */
function wrapPlain(handler: AnyFunction, start: Start): AnyFunction {
  const streaming = wrapStreaming(handler, start);
  return function (this: unknown, event, context, ...rest) {
    const args = [event, context, ...rest];
    // `streamifyResponse(wrap(handler))`: marked as a stream's only after it was wrapped.
    if (typeof recordOf(context).write === 'function') return Reflect.apply(streaming, this, args);
    const invocation = start(event, context);
    return invocation ? callHandler(handler, this, args, invocation) : Reflect.apply(handler, this, args);
  };
}

/** A response stream: ends with the handler's promise, so the flush follows the last byte that the client gets. */
function wrapStreaming(handler: AnyFunction, start: Start): AnyFunction {
  return function (this: unknown, event, responseStream, context) {
    const call = () => Reflect.apply(handler, this, [event, responseStream, context]);
    let told: ReturnType<typeof watchResponseStream> | undefined;
    const invocation = start(event, context, { describeResult: () => told?.() });
    if (invocation === undefined) return call();
    // Only now, for its times are those of the invocation.
    told = watchResponseStream(responseStream);
    return settle(invocation, async () => {
      try {
        return await call();
      } catch (error) {
        // What the caller got until then.
        invocation.setAttributes(told?.().attributes ?? {});
        throw error;
      }
    });
  };
}
