import { inflateRawSync } from 'node:zlib';
import type { LogRecord, Resource, Span } from '../../../model/telemetry';
import type { Block, LogColumns, OpenOptions, SpanColumns } from './block';
import { BlockHead } from './block-head';
import { ByteReader, damaged } from './bytes';
import { LogsReader } from './logs-reader';
import { RowsOfTraces } from './rows-of-traces';
import { SharedParts } from './shared-parts';
import { SpansReader } from './spans-reader';
import { Source } from './streams';
import { hexBytesIn } from './text-parts';

/**
 * Opens the bytes of `encodeBlock`. Throws FaaslensError `unavailable` when they are damaged (magic, length, checksum)
 * or written in a version of the format that this program does not know. The bytes must not change afterwards.
 */
export function openBlock(bytes: Uint8Array, options: OpenOptions = {}): Block {
  return new OpenedBlock(new BlockHead(bytes), options.intern ?? parseResource);
}

function parseResource(json: string): Resource {
  return { attributes: JSON.parse(json) };
}

/** What is known once a block is inflated. */
interface Inflated {
  readonly shared: SharedParts;
  readonly spans: Source;
  readonly logs: Source;
  readonly heap: string;
}

class OpenedBlock implements Block {
  readonly spanCount: number;
  readonly logCount: number;
  private inflated: Inflated | null = null;
  private spans: SpansReader | null = null;
  private logs: LogsReader | null = null;
  private traces: readonly string[] | null = null;
  private spanRows: RowsOfTraces | null = null;
  private logRows: RowsOfTraces | null = null;

  constructor(
    private readonly head: BlockHead,
    private readonly intern: (json: string) => Resource,
  ) {
    this.spanCount = head.spanCount;
    this.logCount = head.logCount;
  }

  traceIds(): readonly string[] {
    this.traces ??= Array.from({ length: this.head.traceCount }, (_, i) => this.head.traceId(i));
    return this.traces;
  }

  resources(): readonly Resource[] {
    return this.inflate().shared.resources();
  }

  indexOfTrace(traceId: string): number {
    return this.head.indexOfTrace(traceId);
  }

  mayHold(text: string): boolean {
    const id = hexBytesIn(text);
    if (id === null || this.head.dense.includes(id)) return true;
    // Written in full where a column's texts have too many patterns. Most blocks do not have it, and are not asked for more.
    if (this.inflated !== null) return this.inflated.heap.includes(text);
    return unpacked(this.head).includes(text, 0, encodingOf(this.head));
  }

  spansOf(traceId: string): readonly Span[] {
    const trace = this.spanCount === 0 ? -1 : this.indexOfTrace(traceId);
    if (trace < 0) return [];
    const reader = this.spansReader();
    this.spanRows ??= new RowsOfTraces(reader.traceIndex, this.head.traceCount);
    return Array.from(this.spanRows.of(trace), (row) => reader.span(row));
  }

  logsOf(traceId: string): readonly LogRecord[] {
    const trace = this.logCount === 0 ? -1 : this.indexOfTrace(traceId);
    if (trace < 0) return [];
    const reader = this.logsReader();
    this.logRows ??= new RowsOfTraces(reader.traceIndex, this.head.traceCount);
    return Array.from(this.logRows.of(trace), (row) => reader.log(row));
  }

  spanAt(index: number): Span {
    checkIndex(index, this.spanCount);
    return this.spansReader().span(index);
  }

  logAt(index: number): LogRecord {
    checkIndex(index, this.logCount);
    return this.logsReader().log(index);
  }

  spanColumns(): SpanColumns {
    return this.spansReader();
  }

  logColumns(): LogColumns {
    return this.logsReader();
  }

  private spansReader(): SpansReader {
    const { shared, spans } = this.inflate();
    this.spans ??= new SpansReader(this.head, shared, spans);
    return this.spans;
  }

  private logsReader(): LogsReader {
    const { shared, logs } = this.inflate();
    this.logs ??= new LogsReader(this.head, shared, logs);
    return this.logs;
  }

  private inflate(): Inflated {
    this.inflated ??= inflate(this.head, this.intern);
    return this.inflated;
  }
}

function inflate(head: BlockHead, intern: (json: string) => Resource): Inflated {
  const packed = unpacked(head);
  const reader = new ByteReader(packed);
  const textBytes = reader.varint();
  const resourceLengths = Array.from({ length: reader.varint() }, () => reader.varint());
  const spansPacked = reader.varint();
  const spansDense = reader.varint();
  const spansText = reader.varint();
  const textAt = reader.skip(textBytes);
  const heap = packed.toString(encodingOf(head), textAt, textAt + textBytes);
  let heapAt = 0;
  const resources = resourceLengths.map((length) => {
    heapAt += length;
    return heap.slice(heapAt - length, heapAt);
  });
  const spans = reader.at;
  return {
    heap,
    shared: new SharedParts(resources, intern),
    spans: new Source(new ByteReader(packed, spans), new ByteReader(head.dense), heap, heapAt),
    logs: new Source(
      new ByteReader(packed, spans + spansPacked),
      new ByteReader(head.dense, spansDense),
      heap,
      heapAt + spansText,
    ),
  };
}

function unpacked(head: BlockHead): Buffer {
  return head.isDeflated ? inflateExactly(head.packed, head.inflatedLength) : head.packed;
}

function encodingOf({ isUtf16 }: BlockHead): 'utf16le' | 'utf8' {
  return isUtf16 ? 'utf16le' : 'utf8';
}

function inflateExactly(packed: Buffer, length: number): Buffer {
  try {
    const inflated = inflateRawSync(packed, { maxOutputLength: length, chunkSize: Math.max(64, length) });
    if (inflated.length === length) return inflated;
  } catch (cause) {
    throw damaged('its compressed part cannot be read', cause);
  }
  throw damaged('its compressed part has not the length that it says');
}

function checkIndex(index: number, count: number): void {
  if (!(index >= 0 && index < count)) throw new RangeError(`${index} is not one of ${count}`);
}
