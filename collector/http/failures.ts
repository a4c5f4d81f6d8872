import { type FaaslensErrorCode, HTTP_STATUS, isFaaslensError } from '@/core/errors';
import { UnsupportedMedia, unsupportedType } from './media';

/** How a refusal is answered. */
export interface Failure {
  readonly status: number;
  readonly message: string;
  readonly headers: Readonly<Record<string, string>>;
  /** Whether nobody foresaw it: it belongs into the log. */
  readonly isDefect: boolean;
}

/** Codes of google.rpc.Code for the statuses that are answered here. */
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
const RETRY_AFTER_SECONDS = '1';

export function grpcCodeOf(status: number): number {
  return GRPC_CODES[status] ?? UNKNOWN;
}

/**
 * The one place where errors become answers. OTLP clients repeat a request after 503 and 504 (429 and 502, too) and
 * throw its data away after any other error, so whatever is not the sender's fault is 503, a defect of ours included.
 */
export function failureOf(error: unknown): Failure {
  if (error instanceof UnsupportedMedia)
    return refusal(415, error.message, { 'accept-encoding': 'gzip, deflate, identity' });
  if (isFaaslensError(error)) return refusal(HTTP_STATUS[error.code], error.message, headersOf(error.code));
  const status = senderFault(error);
  if (status === 415) return failureOf(unsupportedType(''));
  if (status !== null) return refusal(status, error instanceof Error ? error.message : '', {});
  return { ...retryable('the collector cannot take this right now'), isDefect: true };
}

/** A refusal after which the sender should repeat its request. */
export function retryable(message: string): Failure {
  return refusal(503, message, headersOf('unavailable'));
}

function refusal(status: number, message: string, headers: Failure['headers']): Failure {
  return { status, message, headers, isDefect: false };
}

function headersOf(code: FaaslensErrorCode): Failure['headers'] {
  if (code === 'unauthenticated') return { 'www-authenticate': 'Bearer' };
  const isRetryable = code === 'unavailable' || code === 'overloaded' || code === 'timeout';
  return isRetryable ? { 'retry-after': RETRY_AFTER_SECONDS } : {};
}

/** Fastify's own errors about a request carry a 4xx status. */
function senderFault(error: unknown): number | null {
  const status = error instanceof Error && 'statusCode' in error ? error.statusCode : null;
  return typeof status === 'number' && status >= 400 && status < 500 ? status : null;
}
