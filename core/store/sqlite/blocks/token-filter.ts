import { mix } from '../../derive/hash';

const BITS_PER_TOKEN = 20;
const PROBES = 6;
/** Two rows and their overhead fill a page of 8 KiB. */
const ROW_BYTES = 4032;
/** Rows that a group may have: ids of rows are group x this + row. */
const MOST_ROWS = 2 ** 20;

/**
 * The bit-sliced token filter of a group: a column for each block, a row of one bit per block for each position. A block
 * that has a token has its bit set at the six positions of the token; so six short reads answer for all blocks at once.
 */
export interface FilterShape {
  readonly positions: number;
  /** Bytes of one position: an eighth of the number of blocks. */
  readonly width: number;
}

/** The shape for so many blocks with so many tokens on average. */
export function filterShape(blocks: number, meanTokens: number): FilterShape {
  const width = Math.ceil(blocks / 8);
  const perRow = positionsPerRow(width);
  const wanted = Math.ceil((meanTokens * BITS_PER_TOKEN) / perRow) * perRow;
  return { positions: Math.min(Math.max(wanted, perRow), MOST_ROWS * perRow), width };
}

/** Calls `visit` with each position of the token until that answers false. */
export function eachPosition(token: number, positions: number, visit: (position: number) => boolean): void {
  const step = mix(token ^ 0x3c6ef372) | 1;
  for (let probe = 0, hash = mix(token ^ 0x510e527f); probe < PROBES; probe += 1, hash += step) {
    if (!visit((hash >>> 0) % positions)) return;
  }
}

/** Where the bits of a position are: the id of the row of block_filter and the first byte in it. */
export function placeOf(group: number, position: number, width: number): { row: number; offset: number } {
  const perRow = positionsPerRow(width);
  const index = Math.floor(position / perRow);
  return { row: firstRow(group) + index, offset: (position - index * perRow) * width };
}

export function firstRow(group: number): number {
  return group * MOST_ROWS;
}

/** A filter while it is built. */
export class FilterBits {
  private readonly bits: Uint8Array;

  constructor(readonly shape: FilterShape) {
    this.bits = new Uint8Array(shape.positions * shape.width);
  }

  /** Sets the bits of a block with these tokens. */
  add(column: number, tokens: Iterable<number>): void {
    const { bits } = this;
    const { positions, width } = this.shape;
    const byte = column >>> 3;
    const bit = 1 << (column & 7);
    for (const token of tokens) {
      const step = mix(token ^ 0x3c6ef372) | 1;
      for (let probe = 0, hash = mix(token ^ 0x510e527f); probe < PROBES; probe += 1, hash += step) {
        const index = ((hash >>> 0) % positions) * width + byte;
        bits[index] = (bits[index] ?? 0) | bit;
      }
    }
  }

  /** Makes the block match every token. */
  addAll(column: number): void {
    const bit = 1 << (column & 7);
    for (let index = column >>> 3; index < this.bits.length; index += this.shape.width) {
      this.bits[index] = (this.bits[index] ?? 0) | bit;
    }
  }

  /** The rows of block_filter in order. */
  *rows(): Generator<Buffer> {
    const length = positionsPerRow(this.shape.width) * this.shape.width;
    for (let start = 0; start < this.bits.length; start += length) {
      yield Buffer.from(this.bits.buffer, start, Math.min(length, this.bits.length - start));
    }
  }
}

function positionsPerRow(width: number): number {
  return Math.max(1, Math.floor(ROW_BYTES / width));
}
