import { type FaaslensErrorCode, HTTP_STATUS, isFaaslensError } from '@/core/errors';
import { QuotaExceeded } from './key-limits';
import { ACCEPTED_CODINGS, UnsupportedMedia, unsupportedType } from './media';

/** How an error is answered. */
export interface Failure {
  readonly status: number;
  readonly message: string;
  readonly headers: Readonly<Record<string, string>>;
  /** Seconds after which the sender should retry; null when it should not. */
  readonly retryAfterSeconds: number | null;
  /** Whether the error was unexpected and belongs in the log. */
  readonly isDefect: boolean;
}

/** The google.rpc.Code for each HTTP status used here. */
const GRPC_CODES: Readonly<Record<number, number>> = {
  400: 3,
  401: 16,
  403: 7,
  404: 5,
  405: 12,
  408: 4,
  409: 6,
  413: 8,
  415: 3,
  429: 8,
  431: 8,
  503: 14,
  504: 4,
};
const UNKNOWN = 2;
const RETRY_AFTER_SECONDS = 1;

export function grpcCodeOf(status: number): number {
  return GRPC_CODES[status] ?? UNKNOWN;
}

/**
 * The one place that maps errors to answers. OTLP clients retry after 503 and 504 (and 429 and 502) and drop the data after
 * any other error, so whatever is not the sender's fault is 503, including our own defects.
 */
export function failureOf(error: unknown): Failure {
  if (error instanceof UnsupportedMedia)
    return refusal(415, error.message, { 'accept-encoding': ACCEPTED_CODINGS });
  if (error instanceof QuotaExceeded) return retryable(error.message, error.retryAfterSeconds);
  if (isFaaslensError(error)) return known(error.code, error.message);
  const status = senderFault(error);
  if (status === 415) return failureOf(unsupportedType(''));
  if (status !== null) return refusal(status, error instanceof Error ? error.message : '');
  return { ...retryable('the collector cannot take this right now'), isDefect: true };
}

/** An answer after which the sender should retry. */
export function retryable(message: string, seconds = RETRY_AFTER_SECONDS, status = 503): Failure {
  return { ...refusal(status, message, { 'retry-after': String(seconds) }), retryAfterSeconds: seconds };
}

/** An answer after which the sender must not retry. */
export function refusal(status: number, message: string, headers: Failure['headers'] = {}): Failure {
  return { status, message, headers, retryAfterSeconds: null, isDefect: false };
}

function known(code: FaaslensErrorCode, message: string): Failure {
  const status = HTTP_STATUS[code];
  if (code === 'unauthenticated') return refusal(status, message, { 'www-authenticate': 'Bearer' });
  const isRetryable = code === 'unavailable' || code === 'overloaded' || code === 'timeout';
  return isRetryable ? retryable(message, RETRY_AFTER_SECONDS, status) : refusal(status, message);
}

/** Fastify's own errors about a request carry a 4xx status. */
function senderFault(error: unknown): number | null {
  const status = error instanceof Error && 'statusCode' in error ? error.statusCode : null;
  return typeof status === 'number' && status >= 400 && status < 500 ? status : null;
}
