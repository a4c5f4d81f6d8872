import type { OutgoingHttpHeaders } from 'node:http2';
import { type Failure, grpcCodeOf } from '../http/failures';
import { lengthField, varintField } from '../otlp/proto-writer';

export const OK = 0;
export const UNIMPLEMENTED = 12;

const RETRY_INFO = 'type.googleapis.com/google.rpc.RetryInfo';

/**
 * The trailers that end a call. `retryAfterSeconds` is sent as google.rpc.RetryInfo: exporters retry UNAVAILABLE after that
 * time, and drop data after a status that must not be retried.
 */
export function trailersOf(
  code: number,
  message = '',
  retryAfterSeconds: number | null = null,
): OutgoingHttpHeaders {
  const trailers: OutgoingHttpHeaders = { 'grpc-status': String(code) };
  if (message !== '') trailers['grpc-message'] = percentEncoded(message);
  if (retryAfterSeconds !== null)
    trailers['grpc-status-details-bin'] = statusWithRetry(code, message, retryAfterSeconds).toString(
      'base64',
    );
  return trailers;
}

export function trailersOfFailure({ status, message, retryAfterSeconds }: Failure): OutgoingHttpHeaders {
  return trailersOf(grpcCodeOf(status), message, retryAfterSeconds);
}

/** A google.rpc.Status with one detail. */
function statusWithRetry(code: number, message: string, seconds: number): Buffer {
  const duration = varintField(1, seconds);
  const detail = Buffer.concat([
    lengthField(1, Buffer.from(RETRY_INFO)),
    lengthField(2, lengthField(1, duration)),
  ]);
  return Buffer.concat([varintField(1, code), lengthField(2, Buffer.from(message)), lengthField(3, detail)]);
}

/** Header values may hold only visible ASCII; other characters, and `%`, become %XX of their UTF-8 bytes. */
function percentEncoded(text: string): string {
  let encoded = '';
  for (const byte of Buffer.from(text)) {
    const isPlain = byte >= 0x20 && byte <= 0x7e && byte !== 0x25;
    encoded += isPlain ? String.fromCharCode(byte) : `%${byte.toString(16).toUpperCase().padStart(2, '0')}`;
  }
  return encoded;
}
