/*
 * Ascending numbers below 2^bits in few bytes: four bytes that say how many, n; the low bits of each, so many that
 * n x 2^low <= 2^bits but at most 24; then for each group of numbers that are alike in their other bits, from the least to
 * the greatest, a one for each of its numbers and a zero. Bits are counted from the lowest of each byte; both parts begin
 * at a byte. A random number takes about two bits more than the least that is possible.
 */

const COUNT_BYTES = 4;
const MOST_LOW_BITS = 24;

/** `numbers` ascend, each once, below 2^bits. */
export function packNumbers(numbers: Uint32Array, bits: number): Buffer {
  const count = numbers.length;
  const low = lowBits(count, bits);
  const { highAt, bytes: length } = layout(count, bits, low);
  const bytes = Buffer.alloc(length);
  bytes.writeUInt32LE(count, 0);
  const mask = 2 ** low - 1;
  for (let at = 0; at < count; at += 1) {
    const number = numbers[at] ?? 0;
    putLow(bytes, at * low, number & mask);
    // Before it there is a one for each number, and a zero for each group.
    const bit = (number >>> low) + at;
    const byte = highAt + (bit >>> 3);
    bytes[byte] = (bytes[byte] ?? 0) | (1 << (bit & 7));
  }
  return bytes;
}

/** The numbers that were packed. */
export function unpackNumbers(bytes: Buffer, bits: number): Uint32Array {
  const count = bytes.readUInt32LE(0);
  const low = lowBits(count, bits);
  const { highAt } = layout(count, bits, low);
  const numbers = new Uint32Array(count);
  const mask = 2 ** low - 1;
  for (let at = 0, group = 0, bit = 0; at < count; bit += 1) {
    if (isOne(bytes, highAt, bit)) {
      numbers[at] = (group << low) | lowAt(bytes, at * low, mask);
      at += 1;
    } else group += 1;
  }
  return numbers;
}

/** Whether the number is among those that were packed. */
export function hasNumber(bytes: Buffer, bits: number, number: number): boolean {
  const count = bytes.readUInt32LE(0);
  const low = lowBits(count, bits);
  const { highAt } = layout(count, bits, low);
  const group = number >>> low;
  const mask = 2 ** low - 1;
  let bit = endOfGroups(bytes, highAt, group);
  for (let at = bit - group; isOne(bytes, highAt, bit); bit += 1, at += 1) {
    if (lowAt(bytes, at * low, mask) === (number & mask)) return true;
  }
  return false;
}

function lowBits(count: number, bits: number): number {
  let low = 0;
  while (low < MOST_LOW_BITS && count * 2 ** (low + 1) <= 2 ** bits) low += 1;
  return low;
}

function layout(
  count: number,
  bits: number,
  low: number,
): { readonly highAt: number; readonly bytes: number } {
  const highAt = COUNT_BYTES + Math.ceil((count * low) / 8);
  return { highAt, bytes: highAt + Math.ceil((count + 2 ** (bits - low)) / 8) };
}

function putLow(bytes: Buffer, bit: number, value: number): void {
  let byte = COUNT_BYTES + (bit >>> 3);
  for (let rest = value << (bit & 7); rest > 0; rest >>>= 8, byte += 1) {
    bytes[byte] = (bytes[byte] ?? 0) | (rest & 0xff);
  }
}

/** Reads beyond the low bits, which the mask takes away again. */
function lowAt(bytes: Buffer, bit: number, mask: number): number {
  const byte = COUNT_BYTES + (bit >>> 3);
  const word =
    (bytes[byte] ?? 0) |
    ((bytes[byte + 1] ?? 0) << 8) |
    ((bytes[byte + 2] ?? 0) << 16) |
    ((bytes[byte + 3] ?? 0) << 24);
  return (word >>> (bit & 7)) & mask;
}

function isOne(bytes: Buffer, highAt: number, bit: number): boolean {
  return (((bytes[highAt + (bit >>> 3)] ?? 0) >>> (bit & 7)) & 1) === 1;
}

const ZEROS = Uint8Array.from({ length: 256 }, (_, byte) => {
  let zeros = 8;
  for (let rest = byte; rest > 0; rest &= rest - 1) zeros -= 1;
  return zeros;
});

/** The bit behind so many zeros. */
function endOfGroups(bytes: Buffer, highAt: number, groups: number): number {
  let left = groups;
  let byte = highAt;
  for (let zeros = ZEROS[bytes[byte] ?? 0] ?? 0; left > zeros; zeros = ZEROS[bytes[byte] ?? 0] ?? 0) {
    left -= zeros;
    byte += 1;
  }
  let bit = (byte - highAt) * 8;
  for (; left > 0; bit += 1) if (!isOne(bytes, highAt, bit)) left -= 1;
  return bit;
}
