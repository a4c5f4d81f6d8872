import { gunzipSync } from 'node:zlib';
import { FaaslensError } from '@/core/errors';
import { malformed } from '../otlp/errors';

/** The same bound as for OTLP bodies. */
export const MAX_FEED_BYTES = 64 * 1024 * 1024;

/**
 * The JSON document of a feed's payload, gzipped or not.
 * @throws FaaslensError `invalid_input` when it is neither, `too_large` when it unpacks to more than `maxBytes`.
 */
export function parseFeedJson(payload: Uint8Array, what: string, maxBytes = MAX_FEED_BYTES): unknown {
  const bytes = isGzip(payload) ? unpack(payload, what, maxBytes) : payload;
  try {
    return JSON.parse(new TextDecoder().decode(bytes));
  } catch (cause) {
    // The parser's message quotes the payload, and telemetry must not get into logs.
    throw malformed(`${what} is not JSON`, cause);
  }
}

function isGzip(payload: Uint8Array): boolean {
  return payload[0] === 0x1f && payload[1] === 0x8b;
}

function unpack(payload: Uint8Array, what: string, maxBytes: number): Uint8Array {
  try {
    return gunzipSync(payload, { maxOutputLength: maxBytes });
  } catch (cause) {
    if (cause instanceof RangeError) {
      throw new FaaslensError('too_large', `${what} unpacks to more than ${maxBytes} bytes`, { cause });
    }
    throw malformed(`${what} is not gzip`, cause);
  }
}
