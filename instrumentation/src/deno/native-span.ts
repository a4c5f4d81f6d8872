import type { Environment } from '../config/environment';
import type { WrapOptions } from '../options';
import { recordOutcome, setDefined } from '../outcome';
import type { Invocation, InvocationStart } from '../platform';
import { activeSpan } from '../web/active-span';
import { runInNative } from './native-invocation';

let isFirst = true;

/**
 * The span that Deno itself makes of a request when its OpenTelemetry is on (`OTEL_DENO=true`) becomes the invocation,
 * since a second one would count the request twice. Deno sends it, and makes those of `fetch`, and the log records of
 * `console`.
 */
export function beginOnNativeSpan(
  start: InvocationStart,
  env: Environment,
  { trigger = start.trigger, attributes }: WrapOptions,
): Invocation | undefined {
  const span = /^(true|1)$/.test(env.OTEL_DENO ?? '') ? activeSpan() : undefined;
  if (span === undefined) return undefined;
  span.updateName(start.name);
  setDefined(span, {
    'faas.trigger': trigger,
    'faas.coldstart': isFirst,
    ...start.attributes,
    ...attributes,
  });
  isFirst = false;
  return {
    run: (fn) => runInNative(span, fn),
    setAttributes: (attributes) => setDefined(span, attributes),
    async finish(outcome) {
      recordOutcome(span, outcome, (result) => start.describeResult?.(result));
    },
  };
}
