import { FaaslensError } from '@/core/errors';
import type { Reservation } from './byte-budget';

/** Largest body in bytes, on the wire and again when decompressed. */
export const MAX_BODY_BYTES = 64 * 1024 * 1024;

/** Overhead of holding one piece: a sender may split its body into pieces of one byte. */
const PIECE_BYTES = 128;

/** Limits on a decompressor's output. */
export interface OutputLimits {
  readonly reservation: Reservation;
  readonly maxBytes: number;
}

/** The error for a body beyond `maxBytes`, which the sender must not retry unchanged. */
export function tooLarge(maxBytes: number): FaaslensError {
  const limit = maxBytes >= 1024 * 1024 ? `${maxBytes / (1024 * 1024)} MiB` : `${maxBytes} bytes`;
  return new FaaslensError(
    'too_large',
    `the body is larger than ${limit} (the limit holds on the wire and after decompression): send smaller batches`,
  );
}

/** Collects a body piece by piece as it arrives. */
export class BodyPieces {
  private readonly pieces: Uint8Array[] = [];
  private bytes = 0;

  constructor(private readonly limits: OutputLimits) {}

  /** @throws FaaslensError `too_large` beyond the limit, `overloaded` when memory is short. */
  add(piece: Uint8Array): void {
    this.reserve(piece.length);
    this.keep(piece);
  }

  /** Reserves the memory of a piece whose size is only known within bounds. @throws as `add`. */
  reserve(most: number, least = most): void {
    if (this.bytes + least > this.limits.maxBytes) throw tooLarge(this.limits.maxBytes);
    this.limits.reservation.take(most + PIECE_BYTES);
  }

  /** Adds a piece whose memory is already reserved. @throws FaaslensError `too_large` beyond the limit. */
  keep(piece: Uint8Array): void {
    this.bytes += piece.length;
    if (this.bytes > this.limits.maxBytes) throw tooLarge(this.limits.maxBytes);
    this.pieces.push(piece);
  }

  /** All pieces joined in newly allocated memory. */
  joined(): Uint8Array {
    const whole = new Uint8Array(this.bytes);
    let offset = 0;
    for (const piece of this.pieces) {
      whole.set(piece, offset);
      offset += piece.length;
    }
    return whole;
  }
}
