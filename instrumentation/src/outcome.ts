import type { HrTime, Span } from '@opentelemetry/api';
import type { Outcome, ResultDescription } from './platform';
import type { Attributes } from './trace/attributes';
import { describeException } from './trace/exception';
import { STATUS_ERROR } from './trace/recording-span';

/**
 * Writes the outcome onto the invocation's span.
 *
 * @param time when it ended; now, if it is missing
 * @returns whether the invocation failed
 */
export function recordOutcome(
  span: Span,
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
  span.setAttribute('error.type', described.errorType);
  span.setStatus({ code: STATUS_ERROR });
  return true;
}

/** Marks the span as failed by `error`. */
export function recordFailure(span: Span, error: unknown, time?: HrTime): void {
  const { type, message } = describeException(error);
  span.recordException(error as Error, time);
  span.setAttribute('error.type', type);
  span.setStatus({ code: STATUS_ERROR, ...(message === undefined ? {} : { message }) });
}

/** Sets those of `attributes` that have a value: other tracers than ours complain about the rest. */
export function setDefined(span: Span, attributes: Attributes): void {
  for (const [key, value] of Object.entries(attributes)) {
    if (value !== undefined) span.setAttribute(key, value as never);
  }
}
