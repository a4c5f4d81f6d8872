import { gunzipSync } from 'node:zlib';
import { FaaslensError } from '@/core/errors';
import { malformed } from '../otlp/errors';
import { checkShape } from '../otlp/json-shape';

/** The same bound as for OTLP bodies. */
const MAX_FEED_BYTES = 64 * 1024 * 1024;

/** What the compressed parts of one request may unpack to in total. */
export class UnpackRoom {
  private left: number;

  constructor(private readonly maxBytes = MAX_FEED_BYTES) {
    this.left = maxBytes;
  }

  /** @throws FaaslensError `too_large` when the output exceeds what is left, `invalid_input` when it is not gzip. */
  gunzip(payload: Uint8Array, what: string): Uint8Array {
    if (this.left === 0) throw this.exceeded(what);
    try {
      const bytes = gunzipSync(payload, { maxOutputLength: this.left });
      this.left -= bytes.length;
      return bytes;
    } catch (cause) {
      throw cause instanceof RangeError
        ? this.exceeded(what, cause)
        : malformed(`${what} is not gzip`, cause);
    }
  }

  private exceeded(what: string, cause?: unknown): FaaslensError {
    return new FaaslensError('too_large', `${what} unpacks to more than ${this.maxBytes} bytes`, { cause });
  }
}

/**
 * The JSON document of a feed's payload, gzipped or not.
 * @throws FaaslensError `invalid_input` when it is not JSON, `too_large` when it unpacks to more than `room` has left.
 */
export function parseFeedJson(payload: Uint8Array, what: string, room = new UnpackRoom()): unknown {
  const bytes = isGzip(payload) ? room.gunzip(payload, what) : payload;
  checkShape(bytes);
  try {
    return JSON.parse(new TextDecoder().decode(bytes));
  } catch (cause) {
    // The parser's message quotes the payload, and telemetry must not appear in logs.
    throw malformed(`${what} is not JSON`, cause);
  }
}

export function isGzip(payload: Uint8Array): boolean {
  return payload[0] === 0x1f && payload[1] === 0x8b;
}

/** Whether the text consists of base64 characters only. */
export function isBase64(text: string): boolean {
  return /^[A-Za-z0-9+/]*={0,2}$/.test(text);
}
