import { FaaslensError } from '@/core/errors';
import { tooLarge } from './body-limits';

/** What is known of a zstd frame (RFC 8878, 3.1) without decompressing it. */
export interface Frame {
  /** Offset at which the next frame begins. */
  readonly end: number;
  /** Bounds on the decompressed size in bytes; equal when the sender declared it. */
  readonly least: number;
  readonly most: number;
  /** Offset of the window descriptor in the header, or null when the output itself is the window. */
  readonly windowAt: number | null;
  readonly windowBytes: number;
  /** Offset of the checksum of the output (the low four bytes of its XXH64), or null. */
  readonly checksumAt: number | null;
}

const MAGIC = 0xfd2fb528;
const SKIPPABLE = 0x184d2a5;
const BLOCK_BYTES = 128 * 1024;
/** Blocks allowed in one frame beyond those that 64 MiB need: each costs the library time, however little it holds. */
const SPARE_BLOCKS = 64;

const DICTIONARY_ID_BYTES = [0, 1, 2, 4] as const;

export function broken(reason: string): FaaslensError {
  return new FaaslensError('invalid_input', `the body is not valid zstd: ${reason}`);
}

/**
 * Measures the frame that begins at `start`.
 * @throws FaaslensError `invalid_input` for data that is not a whole frame or needs a dictionary, `too_large` when more than
 * `maxBytes` are certain to come out.
 */
export function frameAt(body: Uint8Array, start: number, maxBytes: number): Frame {
  const view = new DataView(body.buffer, body.byteOffset, body.byteLength);
  try {
    const magic = view.getUint32(start, true);
    if (magic >>> 4 === SKIPPABLE) return skippable(view, start);
    if (magic !== MAGIC) throw broken('something else follows or precedes the compressed data');
    return dataFrame(view, start, maxBytes);
  } catch (error) {
    if (error instanceof RangeError) throw broken('it ends too early');
    throw error;
  }
}

function skippable(view: DataView, start: number): Frame {
  const end = start + 8 + view.getUint32(start + 4, true);
  if (end > view.byteLength) throw broken('it ends too early');
  return { end, least: 0, most: 0, windowAt: null, windowBytes: 0, checksumAt: null };
}

function dataFrame(view: DataView, start: number, maxBytes: number): Frame {
  const flags = view.getUint8(start + 4);
  if (flags & 0x08) throw broken('its header has a reserved bit');
  const isSingleSegment = (flags & 0x20) !== 0;
  let position = start + (isSingleSegment ? 5 : 6);
  const dictionaryBytes = DICTIONARY_ID_BYTES[flags & 3] ?? 0;
  for (const end = position + dictionaryBytes; position < end; position += 1)
    if (view.getUint8(position) !== 0) throw broken('it needs a dictionary');

  const sizeFlag = flags >> 6;
  const sizeBytes = sizeFlag === 0 ? Number(isSingleSegment) : 2 ** sizeFlag;
  const said = sizeBytes === 0 ? null : contentSize(view, position, sizeBytes);
  if (said !== null && said > maxBytes) throw tooLarge(maxBytes);
  const windowBytes = isSingleSegment ? (said ?? 0) : windowSize(view.getUint8(start + 5));
  const blocks = measureBlocks(view, position + sizeBytes, Math.min(windowBytes, BLOCK_BYTES), maxBytes);
  if (said !== null && said < blocks.least) throw broken('more comes out than it says');
  const hasChecksum = (flags & 0x04) !== 0;
  const end = blocks.end + (hasChecksum ? 4 : 0);
  if (end > view.byteLength) throw broken('it ends too early');
  return {
    end,
    least: said ?? blocks.least,
    most: said ?? blocks.most,
    windowAt: said === null ? start + 5 : null,
    windowBytes,
    checksumAt: hasChecksum ? blocks.end : null,
  };
}

function contentSize(view: DataView, position: number, bytes: number): number {
  if (bytes === 1) return view.getUint8(position);
  if (bytes === 2) return view.getUint16(position, true) + 256;
  return bytes === 4 ? view.getUint32(position, true) : Number(view.getBigUint64(position, true));
}

function windowSize(descriptor: number): number {
  const base = 2 ** (10 + (descriptor >> 3));
  return base + (base / 8) * (descriptor & 7);
}

function measureBlocks(view: DataView, start: number, blockBytes: number, maxBytes: number) {
  const mostBlocks = SPARE_BLOCKS + 2 * Math.ceil(maxBytes / BLOCK_BYTES);
  let end = start;
  let least = 0;
  let most = 0;
  for (let count = 1; ; count += 1) {
    if (count > mostBlocks) throw broken('it has too many blocks');
    const header = view.getUint16(end, true) | (view.getUint8(end + 2) << 16);
    const type = (header >> 1) & 3;
    const size = header >> 3;
    if (type === 3) throw broken('it has a block of a reserved type');
    if (size > blockBytes) throw broken('it has a block that is too large');
    end += 3 + (type === 1 ? 1 : size);
    if (end > view.byteLength) throw broken('it ends too early');
    least += type === 2 ? 0 : size;
    most += type === 2 ? blockBytes : size;
    if (least > maxBytes) throw tooLarge(maxBytes);
    if (header & 1) return { end, least, most };
  }
}
