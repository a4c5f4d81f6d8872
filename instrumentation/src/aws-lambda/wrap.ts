import { createRuntime } from '../runtime';
import { createWrap } from './create-wrap';
import type { Wrap } from './options';
import { lambdaResource } from './resource';

let processWrap: Wrap | undefined;

/**
 * Instruments an AWS Lambda handler of any style: async, callback, `context.done|succeed|fail`, response stream. Each
 * invocation becomes one server span with its children and `console` lines, sent over OTLP before Lambda gets the
 * answer. Results and errors pass through unchanged, and a failure of the telemetry never becomes one of the handler.
 *
 * Configured by the standard `OTEL_*` variables, which are read at the first call. Returns `handler` itself when
 * `OTEL_SDK_DISABLED` is true or when it is wrapped already.
 */
export const wrap: Wrap = (handler, options) => {
  try {
    processWrap ??= createWrap(process.env, createRuntime(process.env, lambdaResource));
    return processWrap(handler, options);
  } catch (error) {
    process.stderr.write(`[faaslens] the handler is not instrumented: ${String(error)}\n`);
    return handler;
  }
};
