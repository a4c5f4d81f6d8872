import { crc32 } from 'node:zlib';
import { FaaslensError } from '../../../errors';
import { damaged } from './bytes';
import { HexIds } from './hex-ids';
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
  private readonly spans: HexIds;
  private readonly traces: HexIds;

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
    this.isDeflated = (flags & FLAG_DEFLATED) !== 0;
    this.isUtf16 = (flags & FLAG_UTF16) !== 0;
    this.spanCount = bytes.readUInt32LE(AT.spanCount);
    this.logCount = bytes.readUInt32LE(AT.logCount);
    this.traceCount = bytes.readUInt32LE(AT.traceCount);
    this.inflatedLength = bytes.readUInt32LE(AT.inflatedLength);
    this.baseTime = bytes.readBigInt64LE(AT.baseTime);
    const traces = AT.ids + this.spanCount * SPAN_ID_BYTES;
    const dense = traces + this.traceCount * TRACE_ID_BYTES;
    const packed = dense + bytes.readUInt32LE(AT.denseLength);
    if (packed + bytes.readUInt32LE(AT.packedLength) !== bytes.length)
      throw damaged('its parts are not as long as it is');
    this.dense = bytes.subarray(dense, packed);
    this.packed = bytes.subarray(packed);
    this.spans = new HexIds(bytes.subarray(AT.ids, traces), SPAN_ID_BYTES);
    this.traces = new HexIds(bytes.subarray(traces, dense), TRACE_ID_BYTES);
  }

  spanId(index: number): string {
    return this.spans.at(index);
  }

  traceId(index: number): string {
    return this.traces.at(index);
  }

  /** The number of a trace, or -1. */
  indexOfTrace(traceId: string): number {
    return this.traces.indexOf(traceId);
  }
}
