import { type ByteReader, type ByteWriter, damaged } from './bytes';

/** Mode of a column of numbers: up to MOST_BITS it is the width of each; this one says that each has its own. */
const OWN_WIDTHS = 64;
const MOST_BITS = 53;
/** What the byte that says a number's own width costs once deflated, about. */
const BITS_OF_OWN_WIDTH = 4;
const CHUNK = 24;
const CHUNK_SIZE = 2 ** CHUNK;
const WORD = 2 ** 32;
const POWERS = Float64Array.from({ length: MOST_BITS + 1 }, (_, power) => 2 ** power);

const NO_NUMBERS = new Float64Array(0);

/** Signed integers as unsigned ones, small where they are small; exact for less than 2^52 either way. */
export function zigzag(value: number): number {
  return value < 0 ? -2 * value - 1 : 2 * value;
}

export function unzigzag(value: number): number {
  if (value <= 0x7fffffff) return (value >>> 1) ^ -(value & 1);
  return value % 2 === 0 ? value / 2 : -(value + 1) / 2;
}

/** How many bits a number from 0 to 2^53 - 1 has; 0 of 0. */
function bitLength(value: number): number {
  return value < WORD ? 32 - Math.clz32(value) : 64 - Math.clz32(value / WORD);
}

/**
 * A column of integers from 0 to 2^53 - 1: mode and least value to `packed`, then their differences to the least one
 * as bits to `dense`: all in the width of the largest, or each in its own width without its leading one, whatever is
 * shorter. The count is not written.
 */
export function writeNumbers(values: readonly number[], packed: ByteWriter, dense: ByteWriter): void {
  // Indexes, here and below: iterators over arrays of several kinds make garbage.
  let least = Number.MAX_SAFE_INTEGER;
  let most = 0;
  for (let i = 0; i < values.length; i += 1) {
    const value = values[i] ?? 0;
    if (value < least) least = value;
    if (value > most) most = value;
  }
  if (values.length === 0) return;
  const width = bitLength(most - least);
  const ownBits = width > BITS_OF_OWN_WIDTH ? bitsOfOwnWidths(values, least) : 0;
  const hasOwn =
    width > BITS_OF_OWN_WIDTH && ownBits + BITS_OF_OWN_WIDTH * values.length < width * values.length;
  packed.byte(hasOwn ? OWN_WIDTHS : width);
  packed.varint(least);
  if (!hasOwn && width === 0) return;
  const bits = new BitWriter(dense.extend(Math.ceil((hasOwn ? ownBits : width * values.length) / 8)));
  if (!hasOwn) {
    for (let i = 0; i < values.length; i += 1) bits.put((values[i] ?? 0) - least, width);
  } else {
    for (let i = 0; i < values.length; i += 1) {
      const rest = (values[i] ?? 0) - least;
      const own = bitLength(rest);
      packed.byte(own);
      if (own > 1) bits.put(rest - (POWERS[own - 1] ?? 0), own - 1);
    }
  }
  bits.end();
}

function bitsOfOwnWidths(values: readonly number[], least: number): number {
  let bits = 0;
  for (let i = 0; i < values.length; i += 1) {
    const own = bitLength((values[i] ?? 0) - least);
    if (own > 1) bits += own - 1;
  }
  return bits;
}

/** Reads what writeNumbers wrote of as many values. */
export function readNumbers(count: number, packed: ByteReader, dense: ByteReader): Float64Array {
  if (count === 0) return NO_NUMBERS;
  const values = new Float64Array(count);
  const { mode, least } = readMode(packed);
  if (mode === OWN_WIDTHS) {
    readOwnWidths(values, least, packed, dense);
    return values;
  }
  if (mode === 0) return values.fill(least);
  const { bytes } = dense;
  let bit = dense.skip(Math.ceil((count * mode) / 8)) * 8;
  for (let i = 0; i < count; i += 1) {
    values[i] = least + bitsAt(bytes, bit, mode);
    bit += mode;
  }
  return values;
}

/** A column of which mostly few numbers are asked for. */
export interface Numbers {
  /** The number at an index below the count. */
  at(index: number): number;
}

/** The same as readNumbers, but where all are equally wide, a number is read when it is asked for. */
export function openNumbers(count: number, packed: ByteReader, dense: ByteReader): Numbers {
  if (count === 0) return NO_OPENED;
  const { mode, least } = readMode(packed);
  if (mode !== OWN_WIDTHS)
    return new EvenNumbers(dense.bytes, dense.skip(Math.ceil((count * mode) / 8)) * 8, mode, least);
  const values = new Float64Array(count);
  readOwnWidths(values, least, packed, dense);
  return new ReadNumbers(values);
}

class EvenNumbers implements Numbers {
  constructor(
    private readonly bytes: Uint8Array,
    private readonly bit: number,
    private readonly width: number,
    private readonly least: number,
  ) {}

  at(index: number): number {
    return this.least + bitsAt(this.bytes, this.bit + index * this.width, this.width);
  }
}

class ReadNumbers implements Numbers {
  constructor(private readonly values: Float64Array) {}

  at(index: number): number {
    return this.values[index] ?? 0;
  }
}

const NO_OPENED: Numbers = new ReadNumbers(NO_NUMBERS);

function readMode(packed: ByteReader): { readonly mode: number; readonly least: number } {
  const mode = packed.byte();
  if (mode !== OWN_WIDTHS && mode > MOST_BITS) throw damaged('a column of numbers is of an unknown kind');
  return { mode, least: packed.varint() };
}

function readOwnWidths(values: Float64Array, least: number, packed: ByteReader, dense: ByteReader): void {
  const { bytes } = dense;
  const widths = packed.skip(values.length);
  const from = dense.at * 8;
  let bit = from;
  for (let i = 0; i < values.length; i += 1) {
    const own = packed.bytes[widths + i] ?? 0;
    values[i] = least + (own < 2 ? own : (POWERS[own - 1] ?? 0) + bitsAt(bytes, bit, own - 1));
    if (own > 1) bit += own - 1;
  }
  dense.skip(Math.ceil((bit - from) / 8));
}

/** Up to 53 bits that begin at a bit. */
function bitsAt(bytes: Uint8Array, bit: number, width: number): number {
  if (width <= CHUNK) return chunkAt(bytes, bit, width);
  let value = 0;
  let unit = 1;
  let at = bit;
  let left = width;
  for (; left > CHUNK; left -= CHUNK) {
    value += chunkAt(bytes, at, CHUNK) * unit;
    unit *= CHUNK_SIZE;
    at += CHUNK;
  }
  return value + chunkAt(bytes, at, left) * unit;
}

function chunkAt(bytes: Uint8Array, bit: number, width: number): number {
  const at = bit >>> 3;
  const low = (bytes[at] ?? 0) | ((bytes[at + 1] ?? 0) << 8);
  const word = low | ((bytes[at + 2] ?? 0) << 16) | ((bytes[at + 3] ?? 0) << 24);
  return (word >>> (bit & 7)) & ((1 << width) - 1);
}

/** Bits, low ones first. */
class BitWriter {
  private at = 0;
  private held = 0;
  private used = 0;

  constructor(private readonly bytes: Uint8Array) {}

  put(value: number, width: number): void {
    if (width <= CHUNK) {
      this.chunk(value, width);
      return;
    }
    const high = Math.floor(value / CHUNK_SIZE);
    this.chunk(value - high * CHUNK_SIZE, CHUNK);
    this.put(high, width - CHUNK);
  }

  end(): void {
    if (this.used > 0) this.bytes[this.at] = this.held;
  }

  private chunk(value: number, width: number): void {
    let held = this.held | (value << this.used);
    let used = this.used + width;
    while (used >= 8) {
      this.bytes[this.at++] = held & 0xff;
      held >>>= 8;
      used -= 8;
    }
    this.held = held;
    this.used = used;
  }
}
