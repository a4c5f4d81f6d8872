import { crc32 } from 'node:zlib';
import { FaaslensError } from '../../../errors';
import { damaged } from './bytes';
import {
  AT,
  FLAG_DEFLATED,
  FLAG_UTF16,
  FORMAT_VERSION,
  MAGIC,
  SPAN_ID_BYTES,
  TRACE_ID_BYTES,
} from './layout';

/** Header and ids of a block, checked. */
export class BlockHead {
  readonly spanCount: number;
  readonly logCount: number;
  readonly traceCount: number;
  readonly baseTime: bigint;
  readonly isDeflated: boolean;
  readonly isUtf16: boolean;
  readonly inflatedLength: number;
  /** What is not compressed, and what may be. */
  readonly dense: Buffer;
  readonly packed: Buffer;
  private readonly bytes: Buffer;
  private spanDigits = '';
  private traceDigits = '';

  /** Throws FaaslensError `unavailable` when the bytes are no block, damaged, or of a version yet unknown. */
  constructor(given: Uint8Array) {
    const bytes = Buffer.from(given.buffer, given.byteOffset, given.byteLength);
    if (bytes.length < AT.ids) throw damaged('it is shorter than its header');
    if (!MAGIC.every((byte, i) => bytes[i] === byte)) throw damaged('it does not begin like one');
    const version = bytes.readUInt8(AT.version);
    if (version > FORMAT_VERSION)
      throw new FaaslensError(
        'unavailable',
        `A block of telemetry is in format version ${version}, written by a newer Faaslens; this one reads up to ${FORMAT_VERSION}. Use the newer one with this data.`,
      );
    if (version < 1) throw damaged('it says format version 0');
    if (bytes.readUInt32LE(AT.length) !== bytes.length) throw damaged('its length is not what it says');
    if (crc32(bytes.subarray(AT.flags)) !== bytes.readUInt32LE(AT.checksum))
      throw damaged('its checksum does not fit');
    const flags = bytes.readUInt8(AT.flags);
    this.bytes = bytes;
    this.isDeflated = (flags & FLAG_DEFLATED) !== 0;
    this.isUtf16 = (flags & FLAG_UTF16) !== 0;
    this.spanCount = bytes.readUInt32LE(AT.spanCount);
    this.logCount = bytes.readUInt32LE(AT.logCount);
    this.traceCount = bytes.readUInt32LE(AT.traceCount);
    this.inflatedLength = bytes.readUInt32LE(AT.inflatedLength);
    this.baseTime = bytes.readBigInt64LE(AT.baseTime);
    const dense = this.tracesAt + this.traceCount * TRACE_ID_BYTES;
    const packed = dense + bytes.readUInt32LE(AT.denseLength);
    if (packed + bytes.readUInt32LE(AT.packedLength) !== bytes.length)
      throw damaged('its parts are not as long as it is');
    this.dense = bytes.subarray(dense, packed);
    this.packed = bytes.subarray(packed);
  }

  spanId(index: number): string {
    if (this.spanDigits === '') this.spanDigits = this.bytes.toString('hex', AT.ids, this.tracesAt);
    const at = index * SPAN_ID_BYTES * 2;
    return this.spanDigits.slice(at, at + SPAN_ID_BYTES * 2);
  }

  traceId(index: number): string {
    if (this.traceDigits === '') {
      const end = this.tracesAt + this.traceCount * TRACE_ID_BYTES;
      this.traceDigits = this.bytes.toString('hex', this.tracesAt, end);
    }
    const at = index * TRACE_ID_BYTES * 2;
    return this.traceDigits.slice(at, at + TRACE_ID_BYTES * 2);
  }

  private get tracesAt(): number {
    return AT.ids + this.spanCount * SPAN_ID_BYTES;
  }
}
