import type { Span } from '../../model/telemetry';
import { checkedLimit } from '../derive/checked-limit';
import { byStart, linksOf, toSpanDetail, toTraceSpan } from '../derive/trace-shapes';
import type { InvocationRow, SpanDetail, Trace } from '../store';
import type { Block } from './block/block';
import type { BlockSearch } from './blocks/block-search';
import { traceToken } from './blocks/tokens';
import { idBytes } from './conditions';
import { spansOfTrace } from './trace-lookup';
import { winningSpans } from './trace-spans';

export interface TraceQueries {
  trace(traceId: string, limit: number): Trace | null;
  span(traceId: string, spanId: string): SpanDetail | null;
  spans(traceId: string, limit: number): readonly SpanDetail[];
}

/** The rows of the invocations among the spans of one trace, oldest first. */
export type InvocationsAmong = (spans: Iterable<Span>, limit: number) => readonly InvocationRow[];

export function prepareTrace(search: BlockSearch, invocationsAmong: InvocationsAmong): TraceQueries {
  /** The spans of a trace that count, and how many log records each has, from one look at each block. */
  const read = (traceId: string) => {
    const logCounts = new Map<string, number>();
    // One block at a time: a trace may be spread over many.
    const blocks = function* () {
      for (const { id } of search.find({ keys: [traceToken(traceId)] })) {
        const block = search.read(id);
        countLogs(block, traceId, logCounts);
        yield block;
      }
    };
    return { spans: [...winningSpans(traceId, blocks()).values()].sort(byStart), logCounts };
  };

  return {
    trace(typed, limit) {
      const most = checkedLimit(limit);
      const traceId = idBytes(typed, 32)?.toString('hex');
      if (traceId === undefined) return null;
      const { spans, logCounts } = read(traceId);
      if (spans.length === 0) return null;
      return {
        traceId,
        spanCount: spans.length,
        spans: spans.slice(0, most).map((span) => toTraceSpan(span, logCounts.get(span.spanId) ?? 0)),
        invocations: invocationsAmong(spans, most),
        links: spans.flatMap(linksOf).slice(0, most),
      };
    },

    span(typedTrace, typedSpan) {
      const traceId = idBytes(typedTrace, 32)?.toString('hex');
      const spanId = idBytes(typedSpan, 16)?.toString('hex');
      if (traceId === undefined || spanId === undefined) return null;
      const span = spansOfTrace(search, traceId).get(spanId);
      return span ? toSpanDetail(span) : null;
    },

    spans(typed, limit) {
      const most = checkedLimit(limit);
      const traceId = idBytes(typed, 32)?.toString('hex');
      if (traceId === undefined) return [];
      return [...spansOfTrace(search, traceId).values()].sort(byStart).slice(0, most).map(toSpanDetail);
    },
  };
}

function countLogs(block: Block, traceId: string, counts: Map<string, number>): void {
  if (block.logCount === 0) return;
  const trace = block.indexOfTrace(traceId);
  if (trace < 0) return;
  const columns = block.logColumns();
  columns.traceIndex.forEach((one, index) => {
    const spanId = one === trace ? columns.spanIdAt(index) : null;
    if (spanId !== null) counts.set(spanId, (counts.get(spanId) ?? 0) + 1);
  });
}
