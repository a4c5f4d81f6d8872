import type { Span } from '../../model/telemetry';
import type { TimeRange } from '../../model/time-range';
import { checkedLimit } from '../derive/checked-limit';
import { createResourcePool } from '../derive/resource-pool';
import { byStart, linksOf, toSpanDetail, toTraceSpan } from '../derive/trace-shapes';
import type { InvocationRow, SpanDetail, Trace, TraceLink } from '../store';
import type { Connection } from './connection';
import { SPAN_COLUMNS, type SpanRow, toSpan } from './span-row';
import { Conditions, idText } from './statement';

export interface TraceQueries {
  trace(traceId: string, limit: number): Promise<Trace | null>;
  span(traceId: string, spanId: string): Promise<SpanDetail | null>;
  spans(traceId: string, limit: number): Promise<readonly SpanDetail[]>;
  traceOfSpan(spanId: string): Promise<string | null>;
  linksTo(traceId: string, range: TimeRange, limit: number): Promise<readonly TraceLink[]>;
}

export function prepareTrace(
  connection: Connection,
  invocationsOf: (traceId: string, limit: number) => Promise<readonly InvocationRow[]>,
): TraceQueries {
  const read = async (conditions: Conditions, end = ''): Promise<readonly Span[]> => {
    const intern = createResourcePool();
    const rows = await connection.ask<SpanRow>(
      `SELECT ${SPAN_COLUMNS} FROM span FINAL ${conditions.where} ${end}`,
      conditions.values,
    );
    return rows.map((row) => toSpan(row, intern)).sort(byStart);
  };
  const spansOf = (traceId: string) => read(new Conditions().and('trace_id = ?', traceId));

  const logCounts = async (traceId: string): Promise<ReadonlyMap<string, number>> => {
    const conditions = new Conditions().and('trace_id = ?', traceId);
    const rows = await connection.ask<{ span_id: string; logs: string }>(
      `SELECT span_id, count() AS logs FROM log FINAL ${conditions.where} GROUP BY span_id`,
      conditions.values,
    );
    return new Map(rows.map(({ span_id, logs }) => [span_id, Number(logs)]));
  };

  return {
    async trace(typed, limit) {
      const most = checkedLimit(limit);
      const traceId = idText(typed, 32);
      if (traceId === null) return null;
      const [spans, logs, invocations] = await Promise.all([
        spansOf(traceId),
        logCounts(traceId),
        invocationsOf(traceId, most),
      ]);
      if (spans.length === 0) return null;
      return {
        traceId,
        spanCount: spans.length,
        spans: spans.slice(0, most).map((span) => toTraceSpan(span, logs.get(span.spanId) ?? 0)),
        invocations,
        links: spans.flatMap(linksOf).slice(0, most),
      };
    },

    async span(typedTrace, typedSpan) {
      const [traceId, spanId] = [idText(typedTrace, 32), idText(typedSpan, 16)];
      if (traceId === null || spanId === null) return null;
      const [span] = await read(new Conditions().and('trace_id = ?', traceId).and('span_id = ?', spanId));
      return span ? toSpanDetail(span) : null;
    },

    async spans(typed, limit) {
      const most = checkedLimit(limit);
      const traceId = idText(typed, 32);
      return traceId === null ? [] : (await spansOf(traceId)).slice(0, most).map(toSpanDetail);
    },

    async traceOfSpan(typed) {
      const spanId = idText(typed, 16);
      if (spanId === null) return null;
      const conditions = new Conditions().and('span_id = ?', spanId);
      const [row] = await connection.ask<{ trace_id: string }>(
        `SELECT trace_id FROM span ${conditions.where} ORDER BY start_ns DESC LIMIT 1`,
        conditions.values,
      );
      return row?.trace_id ?? null;
    },

    async linksTo(typed, range, limit) {
      const most = checkedLimit(limit);
      const target = idText(typed, 32);
      if (target === null) return [];
      const conditions = new Conditions().within('start_ns', range).and('has(linked_traces, ?)', target);
      const spans = await read(conditions, `LIMIT ${most}`);
      return spans
        .flatMap(linksOf)
        .filter(({ to }) => to.traceId === target)
        .slice(0, most);
    },
  };
}
