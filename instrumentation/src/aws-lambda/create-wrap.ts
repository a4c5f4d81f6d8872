import type { Environment } from '../config/environment';
import type { Runtime } from '../runtime';
import { type AnyFunction, callHandler, capture, finishWith } from './handler-styles';
import type { LambdaContext } from './lambda-context';
import { type LambdaInvocation, startLambdaInvocation } from './lambda-invocation';
import type { Wrap } from './options';
import { recordOf } from './value';

const WRAPPED = Symbol.for('faaslens.aws-lambda.wrapped');
const STREAMING = Symbol.for('aws.lambda.runtime.handler.streaming');

// What a function object brings along by itself; everything else on a handler is the user's and is carried over.
const FUNCTION_KEYS = new Set<PropertyKey>(['length', 'prototype', 'arguments', 'caller']);

/**
 * Makes `wrap` for an environment.
 *
 * @param runtime the process's runtime; `undefined` makes `wrap` return handlers as they are
 */
export function createWrap(env: Environment, runtime: Runtime | undefined): Wrap {
  return (handler, options = {}) => {
    if (runtime === undefined || typeof handler !== 'function' || WRAPPED in handler) return handler;
    const target = handler as unknown as AnyFunction;
    const start = (event: unknown, context: unknown): LambdaInvocation | undefined => {
      try {
        return startLambdaInvocation(runtime, env, event, recordOf(context) as LambdaContext, options);
      } catch (error) {
        runtime.diagnostics.internalError('an invocation could not be instrumented', error);
        return undefined;
      }
    };
    const wrapped = STREAMING in target ? wrapStreaming(target, start) : wrapPlain(target, start);
    return copyProperties(target, wrapped) as unknown as typeof handler;
  };
}

type Start = (event: unknown, context: unknown) => LambdaInvocation | undefined;

/** Declares two parameters whatever the handler has: from Node.js 24 on, Lambda refuses to load one with three. */
function wrapPlain(handler: AnyFunction, start: Start): AnyFunction {
  return function (this: unknown, event, context, ...rest) {
    const args = [event, context, ...rest];
    const invocation = start(event, context);
    return invocation ? callHandler(handler, this, args, invocation) : Reflect.apply(handler, this, args);
  };
}

/** A response stream: ends with the handler's promise, so the flush follows the last byte that the client gets. */
function wrapStreaming(handler: AnyFunction, start: Start): AnyFunction {
  return function (this: unknown, event, responseStream, context) {
    const invocation = start(event, context);
    const call = () => Reflect.apply(handler, this, [event, responseStream, context]);
    return invocation
      ? finishWith(
          capture(() => invocation.run(call)),
          invocation,
        )
      : call();
  };
}

function copyProperties(from: AnyFunction, to: AnyFunction): AnyFunction {
  for (const key of Reflect.ownKeys(from)) {
    const descriptor = Object.getOwnPropertyDescriptor(from, key);
    if (descriptor && !FUNCTION_KEYS.has(key)) Object.defineProperty(to, key, descriptor);
  }
  return Object.defineProperty(to, WRAPPED, { value: true });
}
