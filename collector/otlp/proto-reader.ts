import type { AttributeCache } from './attribute-cache';
import { malformed } from './errors';
import { decodeText } from './text';
import { TextCache } from './text-cache';

const VARINT = 0;
const FIXED64 = 1;
const LENGTH = 2;
const FIXED32 = 5;
/** Shared by all bodies of this thread. */
const TEXTS = new TextCache();
const TRACE_ID_BYTES = 16;
const TWO_28 = 2 ** 28;

/**
 * Reads the protobuf wire format field by field: `next()` moves to a field, then exactly one of the reading methods or
 * `skip()` consumes its value. Every read is checked against the end of its message.
 * @throws FaaslensError `invalid_input` for bytes that are not protobuf and for a field of another wire type.
 */
export class ProtoReader {
  /** Number and wire type of the field that `next()` found. */
  field = 0;
  wire = 0;
  private readonly bytes: Buffer;
  private readonly view: DataView;
  private position = 0;
  private start = 0;
  private limit: number;
  /** The last trace id, and the offset of its bytes. */
  private traceId = '';
  private traceIdAt = -1;

  constructor(body: Uint8Array) {
    this.bytes = Buffer.from(body.buffer, body.byteOffset, body.byteLength);
    this.view = new DataView(body.buffer, body.byteOffset, body.byteLength);
    this.limit = body.byteLength;
  }

  /** Moves to the next field of the message; false at its end. */
  next(): boolean {
    if (this.position === this.limit) return false;
    const tag = this.byte();
    if (tag >= 0x80) return this.longTag();
    this.wire = tag & 7;
    this.field = tag >>> 3;
    if (this.field === 0) throw impossibleField(0);
    return true;
  }

  /** Reads a nested message: within `read`, `next()` ends where it ends. */
  message<Result>(read: (reader: this) => Result): Result {
    const end = this.lengthEnd();
    const { start, limit } = this;
    this.start = this.position;
    this.limit = end;
    const result = read(this);
    this.position = end;
    this.start = start;
    this.limit = limit;
    return result;
  }

  /** Returns to the first field of the current message. */
  rewind(): void {
    this.position = this.start;
  }

  /** Enters the current nested message, at whose end `next()` ends. Returns the value to pass to `leave`. */
  enter(): number {
    const outer = this.limit;
    this.limit = this.lengthEnd();
    return outer;
  }

  leave(outer: number): void {
    this.limit = outer;
  }

  /** The slot of the current message in the cache, skipping the message; -1 (and no skipping) when it is not cached. */
  known(cache: AttributeCache): number {
    const start = this.position;
    const end = this.lengthEnd();
    const place = cache.find(this.bytes, this.position, end);
    this.position = place < 0 ? start : end;
    return place;
  }

  text(maxBytes: number): string {
    const end = this.lengthEnd();
    const start = this.position;
    this.position = end;
    if (end - start > maxBytes) return decodeText(this.bytes, start, end, maxBytes);
    const known = TEXTS.find(this.bytes, start, end);
    if (known !== undefined) return known;
    const text = decodeText(this.bytes, start, end, maxBytes);
    TEXTS.keep(text, this.bytes, start, end);
    return text;
  }

  /** Length in bytes of the current string or bytes field, without consuming it. */
  peekLength(): number {
    const start = this.position;
    const end = this.lengthEnd();
    const length = end - this.position;
    this.position = start;
    return length;
  }

  /** A view, not a copy. */
  data(): Buffer {
    const end = this.lengthEnd();
    const data = this.bytes.subarray(this.position, end);
    this.position = end;
    return data;
  }

  /** An id of any length as lower-case hex; beyond 64 bytes it is cut. */
  hex(): string {
    const end = this.lengthEnd();
    const start = this.position;
    this.position = end;
    // Spans of the same trace usually come together.
    if (end - start === TRACE_ID_BYTES && this.isLastTraceId(start)) return this.traceId;
    const hex = this.bytes.toString('hex', start, Math.min(end, start + 64));
    if (end - start !== TRACE_ID_BYTES) return hex;
    this.traceIdAt = start;
    this.traceId = hex;
    return hex;
  }

  /** Small unsigned integers, enums and booleans; a negative enum becomes a huge number. */
  number(): number {
    this.expect(VARINT);
    return this.varint();
  }

  /** int64: a number when exact, else a bigint. */
  int64(): number | bigint {
    this.expect(VARINT);
    const low = this.groups(4);
    if (low.done) return low.value;
    const middle = this.groups(4);
    const value = middle.value * TWO_28 + low.value;
    if (middle.done && Number.isSafeInteger(value)) return value;
    const high = middle.done ? 0 : this.lastGroups();
    return BigInt.asIntN(64, (BigInt(high) << 56n) | (BigInt(middle.value) << 28n) | BigInt(low.value));
  }

  fixed64(): bigint {
    return this.view.getBigUint64(this.take(FIXED64, 8), true);
  }

  fixed32(): number {
    return this.view.getUint32(this.take(FIXED32, 4), true);
  }

  double(): number {
    return this.view.getFloat64(this.take(FIXED64, 8), true);
  }

  /** Skips an unknown field. Groups are refused: OTLP has none, and they nest without bound. */
  skip(): void {
    if (this.wire === VARINT) this.varint();
    else if (this.wire === FIXED64) this.take(FIXED64, 8);
    else if (this.wire === LENGTH) this.position = this.lengthEnd();
    else if (this.wire === FIXED32) this.take(FIXED32, 4);
    else {
      // An opening brace decodes as the start of a group.
      const hint = 'if it is JSON, send it with Content-Type: application/json';
      throw malformed(`the body is not OTLP protobuf, which has no wire type ${this.wire}: ${hint}`);
    }
  }

  private isLastTraceId(start: number): boolean {
    if (this.traceIdAt < 0) return false;
    for (let at = 0; at < TRACE_ID_BYTES; at += 1)
      if (this.bytes[start + at] !== this.bytes[this.traceIdAt + at]) return false;
    return true;
  }

  private expect(wire: number): void {
    if (this.wire !== wire) {
      throw malformed(
        `the body is not OTLP protobuf of this signal: field ${this.field} has wire type ${this.wire} instead of ${wire}`,
      );
    }
  }

  private take(wire: number, size: number): number {
    this.expect(wire);
    const start = this.position;
    if (start + size > this.limit) throw endsEarly();
    this.position = start + size;
    return start;
  }

  /** Reads a tag of several bytes after its first one was read. */
  private longTag(): boolean {
    this.position -= 1;
    const tag = this.varint();
    this.wire = tag % 8;
    this.field = (tag - this.wire) / 8;
    if (this.field < 1 || this.field > 0x1fffffff) throw impossibleField(this.field);
    return true;
  }

  private lengthEnd(): number {
    this.expect(LENGTH);
    const start = this.position;
    let length = this.byte();
    if (length >= 0x80) {
      const second = this.byte();
      if (second < 0x80) length = (length & 0x7f) | (second << 7);
      else {
        this.position = start;
        length = this.varint();
        if (length > this.limit) throw endsEarly();
      }
    }
    // Offsets stay 32-bit integers: engines box larger numbers.
    const end = (this.position + length) | 0;
    if (end > this.limit) throw endsEarly();
    return end;
  }

  private byte(): number {
    if (this.position >= this.limit) throw endsEarly();
    const byte = this.bytes[this.position] ?? 0;
    this.position += 1;
    return byte;
  }

  /** Exact below 2^53; larger values are only refused or taken as unknown. */
  private varint(): number {
    let byte = this.byte();
    if (byte < 0x80) return byte;
    let value = byte & 0x7f;
    for (let scale = 0x80, size = 2; size <= 10; size += 1, scale *= 0x80) {
      byte = this.byte();
      value += (byte & 0x7f) * scale;
      if (byte < 0x80) return value;
    }
    throw tooLong();
  }

  /** Up to four 7-bit groups of a varint: 28 bits. */
  private groups(most: number): { value: number; done: boolean } {
    let value = 0;
    for (let index = 0; index < most; index += 1) {
      const byte = this.byte();
      value |= (byte & 0x7f) << (7 * index);
      if (byte < 0x80) return { value, done: true };
    }
    return { value, done: false };
  }

  private lastGroups(): number {
    const { value, done } = this.groups(2);
    if (!done) throw tooLong();
    return value & 0xff;
  }
}

function impossibleField(field: number): Error {
  return malformed(`the protobuf body has a field with the impossible number ${field}`);
}

function endsEarly(): Error {
  return malformed('the protobuf body ends in the middle of a field: it was cut, or it is not protobuf');
}

function tooLong(): Error {
  return malformed('the protobuf body has a varint of more than 10 bytes: it is not protobuf');
}
