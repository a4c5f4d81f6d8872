import { crc32, deflateRawSync } from 'node:zlib';
import type { BlockContent } from './block';
import { BlockIds } from './block-ids';
import { ByteWriter } from './bytes';
import { AT, FLAG_DEFLATED, FLAG_UTF16, FORMAT_VERSION, MAGIC } from './layout';
import { writeLogs } from './logs-writer';
import { ResourceList } from './resources';
import { writeSpans } from './spans-writer';
import { lastOf } from './steps';

const DEFLATE_LEVEL = 3;
const LONE_SURROGATE = /\p{Surrogate}/u;

export interface EncodeOptions {
  /** Whether the compressible part is deflated; true when left out. Tiny blocks are not worth the call. */
  readonly compress?: boolean;
}

/**
 * The bytes of a block with this content (docs/storage.md, section "Block"); the same content gives the same bytes.
 * Kept is everything of a span but `timeIsReceipt`, everything of a log record, and of scopes name and version.
 * Ids must be lower-case hex of 16 and 32 digits, times of spans, events and log records from 0 to 2^63 - 1
 * (RangeError else).
 */
export function encodeBlock(content: BlockContent, options?: EncodeOptions): Uint8Array {
  return lastOf(encodeInSteps(content, options));
}

/** The same step by step, for a thread that has other things to do between them. */
export function* encodeInSteps(
  content: BlockContent,
  { compress = true }: EncodeOptions = {},
): Generator<void, Uint8Array> {
  const base = content.spans[0]?.startNs ?? content.logs[0]?.timeNs ?? 0n;
  const ids = new BlockIds(content);
  const resources = new ResourceList();
  const spans = yield* writeSpans(content.spans, ids, resources, base);
  const logs = yield* writeLogs(content.logs, ids, resources, base);
  yield;
  const idBytes = ids.bytes();

  const heap = resources.texts.join('') + spans.heap + logs.heap;
  const isUtf16 = LONE_SURROGATE.test(heap);
  const text = Buffer.from(heap, isUtf16 ? 'utf16le' : 'utf8');
  const head = new ByteWriter();
  head.varint(text.length);
  head.varint(resources.texts.length);
  for (const resource of resources.texts) head.varint(resource.length);
  head.varint(spans.packed.length);
  head.varint(spans.dense.length);
  head.varint(spans.heap.length);
  const unpacked = Buffer.concat([head.written(), text, spans.packed.written(), logs.packed.written()]);
  const packed = compress ? deflateRawSync(unpacked, { level: DEFLATE_LEVEL }) : unpacked;

  const header = Buffer.alloc(AT.ids);
  header.set([...MAGIC, FORMAT_VERSION]);
  const parts = [header, idBytes, spans.dense.written(), logs.dense.written(), packed];
  header.writeUInt8((compress ? FLAG_DEFLATED : 0) | (isUtf16 ? FLAG_UTF16 : 0), AT.flags);
  header.writeUInt32LE(
    parts.reduce((total, part) => total + part.length, 0),
    AT.length,
  );
  header.writeUInt32LE(content.spans.length, AT.spanCount);
  header.writeUInt32LE(content.logs.length, AT.logCount);
  header.writeUInt32LE(ids.traceCount, AT.traceCount);
  header.writeUInt32LE(spans.dense.length + logs.dense.length, AT.denseLength);
  header.writeUInt32LE(packed.length, AT.packedLength);
  header.writeUInt32LE(unpacked.length, AT.inflatedLength);
  header.writeBigInt64LE(base, AT.baseTime);
  const bytes = Buffer.concat(parts);
  bytes.writeUInt32LE(crc32(bytes.subarray(AT.flags)), AT.checksum);
  return bytes;
}
