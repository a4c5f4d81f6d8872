import { createWrap } from '../aws-lambda/create-wrap';
import { lambdaTraits } from '../aws-lambda/lambda-traits';
import { currentRuntime } from '../current-runtime';
import { processEnvironment, writeError } from '../host/node';
import type { WrapOptions } from '../options';
import { edgeResource } from './edge-resource';
import { edgeStart } from './edge-start';

export interface EdgeOptions extends WrapOptions {
  /**
   * What would be environment variables elsewhere, which Lambda@Edge does not allow: `OTEL_EXPORTER_OTLP_ENDPOINT`,
   * `OTEL_EXPORTER_OTLP_HEADERS`, `OTEL_RESOURCE_ATTRIBUTES`... The first `wrap` of a process decides.
   */
  readonly settings?: Readonly<Record<string, string>>;
}

/**
 * Instruments a Lambda@Edge handler of any of CloudFront's four events, async or with a callback. Telemetry is sent
 * before the answer, so keep the collector near or its timeout short: `OTEL_EXPORTER_OTLP_TIMEOUT`.
 */
export function wrap<H extends (...args: never[]) => unknown>(handler: H, options: EdgeOptions = {}): H {
  const { settings, ...rest } = options;
  try {
    const env = { ...processEnvironment(), ...settings };
    return createWrap(env, currentRuntime(env, edgeResource, lambdaTraits(env)), edgeStart)(handler, rest);
  } catch (error) {
    writeError(`[faaslens] the handler is not instrumented: ${String(error)}\n`);
    return handler;
  }
}
