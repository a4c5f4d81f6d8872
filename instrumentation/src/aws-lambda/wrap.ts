import { currentRuntime } from '../current-runtime';
import { processEnvironment, writeError } from '../host/node';
import type { Wrap } from '../options';
import { createWrap } from './create-wrap';
import { lambdaTraits } from './lambda-traits';
import { lambdaResource } from './resource';

let processWrap: Wrap | undefined;

/**
 * Instruments an AWS Lambda handler of any style: async, callback, `context.done|succeed|fail`, response stream. Each
 * invocation becomes one span with its children and `console` lines, sent over OTLP before Lambda gets the answer
 * (after it where `FAASLENS_SEND_AFTER_ANSWER` is true). Results and errors pass through unchanged, and a failure of
 * the telemetry never becomes one of the handler.
 *
 * Configured by the standard `OTEL_*` variables, which are read at the first call. Returns `handler` itself when
 * `OTEL_SDK_DISABLED` is true or when it is wrapped already.
 */
export const wrap: Wrap = (handler, options) => {
  try {
    const env = processEnvironment();
    processWrap ??= createWrap(env, currentRuntime(env, lambdaResource, lambdaTraits(env)));
    return processWrap(handler, options);
  } catch (error) {
    writeError(`[faaslens] the handler is not instrumented: ${String(error)}\n`);
    return handler;
  }
};
