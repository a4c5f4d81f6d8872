import type { BlockContent } from './block';
import { ByteWriter } from './bytes';
import { SPAN_ID_BYTES, TRACE_ID_BYTES } from './layout';

/** The ids of a block: of each span, and each trace once. */
export class BlockIds {
  private readonly spans = new Map<string, number>();
  private readonly traces = new Map<string, number>();
  private lastTrace = '';
  private lastIndex = -1;

  constructor(private readonly content: BlockContent) {
    content.spans.forEach(({ spanId }, i) => {
      this.spans.set(spanId, i);
    });
  }

  get traceCount(): number {
    return this.traces.size;
  }

  /** The position of a span with this id, or undefined. */
  spanIndex(spanId: string): number | undefined {
    return this.spans.get(spanId);
  }

  /** The number of the trace; new ones are numbered as they come. */
  traceIndex(traceId: string): number {
    if (traceId === this.lastTrace) return this.lastIndex;
    let index = this.traces.get(traceId);
    if (index === undefined) {
      index = this.traces.size;
      this.traces.set(traceId, index);
    }
    this.lastTrace = traceId;
    this.lastIndex = index;
    return index;
  }

  /** Span ids, then trace ids; to be called when all traces were asked for. */
  bytes(): Buffer {
    const { spans } = this.content;
    const out = new ByteWriter(spans.length * SPAN_ID_BYTES + this.traces.size * TRACE_ID_BYTES);
    let digits = '';
    for (const { spanId } of spans) digits += spanId;
    out.hex(digits, spans.length * SPAN_ID_BYTES);
    out.hex([...this.traces.keys()].join(''), this.traces.size * TRACE_ID_BYTES);
    return out.written();
  }
}
