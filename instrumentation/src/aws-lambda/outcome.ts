import type { ExceptionDetails } from '../trace/exception';
import { describeException } from '../trace/exception';
import type { NonRecordingSpan } from '../trace/non-recording-span';
import { type RecordingSpan, STATUS_ERROR } from '../trace/recording-span';
import type { FaasTrigger } from './options';
import { recordOf } from './value';

/** How a handler ended: with a result, or with whatever it threw or passed as an error. */
export type Outcome = { readonly result: unknown } | { readonly error: unknown };

/** Writes the outcome onto the invocation's span. */
export function recordOutcome(
  span: RecordingSpan | NonRecordingSpan,
  outcome: Outcome,
  trigger: FaasTrigger,
): void {
  if ('error' in outcome) {
    recordError(span, describeException(outcome.error), outcome.error);
    return;
  }
  const status = trigger === 'http' ? statusCodeOf(outcome.result) : undefined;
  if (status === undefined) return;
  span.setAttribute('http.response.status_code', status);
  if (status < 500) return;
  span.setAttribute('error.type', String(status));
  span.setStatus({ code: STATUS_ERROR });
}

function recordError(
  span: RecordingSpan | NonRecordingSpan,
  { type, message }: ExceptionDetails,
  error: unknown,
): void {
  span.recordException(error as Error);
  span.setAttribute('error.type', type);
  span.setStatus({ code: STATUS_ERROR, ...(message === undefined ? {} : { message }) });
}

function statusCodeOf(result: unknown): number | undefined {
  const { statusCode } = recordOf(result);
  const status = Number(statusCode ?? Number.NaN);
  return Number.isInteger(status) && status >= 100 && status < 600 ? status : undefined;
}
