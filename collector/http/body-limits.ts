import { FaaslensError } from '@/core/errors';
import type { Reservation } from './byte-budget';

/** Bytes that a body may have, on the wire and again when decompressed. */
export const MAX_BODY_BYTES = 64 * 1024 * 1024;

/** What holding one piece costs besides its bytes: a sender may cut its body into pieces of one byte. */
export const PIECE_BYTES = 128;

/** What a decompressor may put out. */
export interface OutputLimits {
  readonly reservation: Reservation;
  readonly maxBytes: number;
}

/** A body beyond `maxBytes`: the sender must not repeat it as it is. */
export function tooLarge(maxBytes: number): FaaslensError {
  const limit = maxBytes >= 1024 * 1024 ? `${maxBytes / (1024 * 1024)} MiB` : `${maxBytes} bytes`;
  return new FaaslensError(
    'too_large',
    `the body is larger than ${limit} (the limit holds on the wire and after decompression): send smaller batches`,
  );
}

/** The pieces as one, in memory of its own. */
export function joined(pieces: readonly Uint8Array[], bytes: number): Uint8Array {
  const whole = new Uint8Array(bytes);
  let offset = 0;
  for (const piece of pieces) {
    whole.set(piece, offset);
    offset += piece.length;
  }
  return whole;
}
