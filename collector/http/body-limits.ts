import { FaaslensError } from '@/core/errors';
import type { Reservation } from './byte-budget';

/** Bytes that a body may have, on the wire and again when decompressed. */
export const MAX_BODY_BYTES = 64 * 1024 * 1024;

/** What holding one piece costs besides its bytes: a sender may cut its body into pieces of one byte. */
const PIECE_BYTES = 128;

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

/** Gathers a body as it comes, piece by piece. */
export class BodyPieces {
  private readonly pieces: Uint8Array[] = [];
  private bytes = 0;

  constructor(private readonly limits: OutputLimits) {}

  /** @throws FaaslensError `too_large` beyond the limit, `overloaded` when memory is short. */
  add(piece: Uint8Array): void {
    this.reserve(piece.length);
    this.keep(piece);
  }

  /** Takes the memory of a piece before there is one, of which only bounds are known. @throws as `add`. */
  reserve(most: number, least = most): void {
    if (this.bytes + least > this.limits.maxBytes) throw tooLarge(this.limits.maxBytes);
    this.limits.reservation.take(most + PIECE_BYTES);
  }

  /** Adds a piece for which memory was reserved. @throws FaaslensError `too_large` beyond the limit. */
  keep(piece: Uint8Array): void {
    this.bytes += piece.length;
    if (this.bytes > this.limits.maxBytes) throw tooLarge(this.limits.maxBytes);
    this.pieces.push(piece);
  }

  /** All of them as one, in memory of its own. */
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
