import type { HrTime, SpanStatus } from '@opentelemetry/api';
import type { Outcome, ResultDescription } from './platform';
import type { Attributes } from './trace/attributes';
import { describeException } from './trace/exception';
import { STATUS_ERROR } from './trace/recording-span';

/** A span of ours, which keeps what we set beyond the user's limits (`isOurs`), or an SDK's, which has its own. */
interface AnySpan {
  setAttribute(key: string, value: never, isOurs: true): unknown;
  recordException(error: never, time: HrTime | undefined, isOurs: true): void;
  setStatus(status: SpanStatus): unknown;
}

/**
 * Writes the outcome onto the invocation's span.
 *
 * @param time when it ended; now, if it is missing
 * @returns whether the invocation failed
 */
export function recordOutcome(
  span: AnySpan,
  outcome: Outcome,
  describeResult: (result: unknown) => ResultDescription | undefined,
  time?: HrTime,
): boolean {
  if ('error' in outcome) {
    recordFailure(span, outcome.error, time);
    return true;
  }
  const described = describeResult(outcome.result);
  if (described) setDefined(span, described.attributes);
  if (described?.errorType === undefined) return false;
  setDefined(span, { 'error.type': described.errorType });
  span.setStatus({ code: STATUS_ERROR });
  return true;
}

/** Marks the span as failed by `error`. */
export function recordFailure(span: AnySpan, error: unknown, time?: HrTime): void {
  const { type, message } = describeException(error);
  span.recordException(error as never, time, true);
  setDefined(span, { 'error.type': type });
  span.setStatus({ code: STATUS_ERROR, ...(message === undefined ? {} : { message }) });
}

/** Sets those of `attributes` that have a value: other tracers than ours complain about the rest. */
export function setDefined(span: AnySpan, attributes: Attributes): void {
  for (const [key, value] of Object.entries(attributes)) {
    if (value !== undefined) span.setAttribute(key, value as never, true);
  }
}
