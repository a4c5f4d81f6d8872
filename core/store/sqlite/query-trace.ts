import { initPhaseOf } from '../../model/init-phase';
import { isThinned } from '../../model/keeping/thin-span';
import type { Span } from '../../model/telemetry';
import { resourceFacts } from '../derive/resource-facts';
import type { InvocationRow, SpanDetail, Trace, TraceLink, TraceSpan } from '../store';
import type { Block } from './block/block';
import type { BlockSearch } from './blocks/block-search';
import { traceToken } from './blocks/tokens';
import { idBytes } from './conditions';
import { checkedLimit } from './page';
import { spansOfTrace } from './trace-lookup';
import { winningSpans } from './trace-spans';
import { nsToDurationMs, nsToTimeMs } from './values';

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
      for (const { id } of search.find({ tokens: [traceToken(traceId)] })) {
        const block = search.load(id);
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

function byStart(a: Span, b: Span): number {
  if (a.startNs !== b.startNs) return a.startNs < b.startNs ? -1 : 1;
  return a.spanId < b.spanId ? -1 : 1;
}

function countLogs(block: Block, traceId: string, counts: Map<string, number>): void {
  if (block.logCount === 0) return;
  const trace = block.traceIds().indexOf(traceId);
  if (trace < 0) return;
  const columns = block.logColumns();
  columns.traceIndex.forEach((one, index) => {
    const spanId = one === trace ? columns.spanIdAt(index) : null;
    if (spanId !== null) counts.set(spanId, (counts.get(spanId) ?? 0) + 1);
  });
}

function toTraceSpan(span: Span, logCount: number): TraceSpan {
  return {
    spanId: span.spanId,
    parentSpanId: span.parentSpanId,
    name: span.name,
    kind: span.kind,
    service: resourceFacts(span.resource).service,
    startTime: nsToTimeMs(span.startNs),
    durationMs: nsToDurationMs(span.endNs - span.startNs),
    status: span.status,
    statusMessage: span.statusMessage,
    isInit: initPhaseOf(span) !== null,
    eventCount: span.events.length,
    logCount,
    isThinned: isThinned(span),
  };
}

/** The links of a span that lead out of its trace, each pair of spans once. */
export function linksOf({ traceId, spanId, links }: Span): readonly TraceLink[] {
  if (links.length === 0) return [];
  const outward = links.filter((link) => link.traceId !== traceId);
  const each = new Map(outward.map((link) => [`${link.traceId}${link.spanId}`, link]));
  return [...each.values()].map((link) => ({
    from: { traceId, spanId },
    to: { traceId: link.traceId, spanId: link.spanId },
  }));
}

function toSpanDetail(span: Span): SpanDetail {
  return {
    traceId: span.traceId,
    spanId: span.spanId,
    parentSpanId: span.parentSpanId,
    traceState: span.traceState,
    name: span.name,
    kind: span.kind,
    startTime: nsToTimeMs(span.startNs),
    durationMs: nsToDurationMs(span.endNs - span.startNs),
    startTimeUnixNano: span.startNs.toString(),
    endTimeUnixNano: span.endNs.toString(),
    status: span.status,
    statusMessage: span.statusMessage,
    attributes: span.attributes,
    resource: span.resource.attributes,
    scope: { name: span.scope.name, version: span.scope.version },
    events: span.events.map(({ name, timeNs, attributes }) => ({
      name,
      time: nsToTimeMs(timeNs),
      attributes,
    })),
    links: span.links,
  };
}
