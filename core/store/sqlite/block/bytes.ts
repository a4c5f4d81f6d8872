import { FaaslensError } from '../../../errors';

/** The error of a block whose bytes are not what `encodeBlock` wrote. */
export function damaged(what: string, cause?: unknown): FaaslensError {
  const message = `A block of telemetry is damaged: ${what}.`;
  return new FaaslensError('unavailable', message, cause === undefined ? {} : { cause });
}

const WORD = 2 ** 32;

/** Bytes that grow. */
export class ByteWriter {
  private bytes: Buffer;
  length = 0;

  constructor(capacity = 256) {
    this.bytes = Buffer.allocUnsafeSlow(capacity);
  }

  byte(value: number): void {
    if (this.length === this.bytes.length) this.grow(1);
    this.bytes[this.length++] = value;
  }

  /** An integer from 0 to 2^53 - 1: seven bits a byte, low ones first, the high bit says that more follow. */
  varint(value: number): void {
    let rest = value;
    while (rest >= 0x80) {
      this.byte((rest % 0x80) | 0x80);
      rest = rest < WORD ? rest >>> 7 : Math.floor(rest / 0x80);
    }
    this.byte(rest);
  }

  double(value: number): void {
    const at = this.take(8);
    this.bytes.writeDoubleLE(value, at);
  }

  /** The two halves of a 64-bit integer, low half first. */
  words(low: number, high: number): void {
    const at = this.take(8);
    this.bytes.writeUInt32LE(low >>> 0, at);
    this.bytes.writeUInt32LE(high >>> 0, at + 4);
  }

  /** The bytes that the hex digits say; throws RangeError when there are others, or not `length` bytes of them. */
  hex(digits: string, length: number): void {
    const at = this.take(length);
    if (digits.length !== length * 2 || this.bytes.write(digits, at, length, 'hex') !== length)
      throw new RangeError('an id is not lower-case hex of 16 or 32 digits');
  }

  append(bytes: Uint8Array): void {
    const at = this.take(bytes.length);
    this.bytes.set(bytes, at);
  }

  /** Room for bytes that the caller writes before it calls anything else here; zeros. */
  extend(count: number): Buffer {
    const at = this.take(count);
    return this.bytes.subarray(at, at + count).fill(0);
  }

  /** What was written; shares memory with the writer. */
  written(): Buffer {
    return this.bytes.subarray(0, this.length);
  }

  /** Makes room; answers where it starts. */
  private take(count: number): number {
    if (this.length + count > this.bytes.length) this.grow(count);
    const at = this.length;
    this.length += count;
    return at;
  }

  private grow(count: number): void {
    const larger = Buffer.allocUnsafeSlow(Math.max(this.bytes.length * 2, this.length + count));
    this.bytes.copy(larger, 0, 0, this.length);
    this.bytes = larger;
  }
}

/** Reads what ByteWriter wrote; reading beyond the end throws the error of a damaged block. */
export class ByteReader {
  constructor(
    readonly bytes: Buffer,
    public at = 0,
  ) {}

  byte(): number {
    const value = this.bytes[this.at];
    if (value === undefined) throw damaged('it ends too early');
    this.at += 1;
    return value;
  }

  varint(): number {
    const first = this.byte();
    return first < 0x80 ? first : this.longVarint(first & 0x7f);
  }

  /** Moves on; answers where it was. */
  skip(count: number): number {
    const at = this.at;
    if (at + count > this.bytes.length) throw damaged('it ends too early');
    this.at += count;
    return at;
  }

  private longVarint(first: number): number {
    let value = first;
    for (let unit = 0x80; ; unit *= 0x80) {
      const next = this.byte();
      value += (next & 0x7f) * unit;
      if (next < 0x80) return value;
    }
  }
}
