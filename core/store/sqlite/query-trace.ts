import type Database from 'better-sqlite3';
import type { SpanDetail, Trace, TraceSpan } from '../store';
import { idBytes } from './conditions';
import { checkedLimit } from './page';
import type { InvocationQueries } from './query-invocations';
import { fromSpanRow, SPAN_COLUMNS, type SpanRow } from './span-row';
import { nsToDurationMs, nsToTimeMs, SPAN_KINDS, STATUS_CODES } from './values';

interface SpanSummary {
  readonly span_id: Buffer;
  readonly parent_span_id: Buffer | null;
  readonly name: string;
  readonly kind: bigint;
  readonly service: string;
  readonly start_ns: bigint;
  readonly end_ns: bigint;
  readonly status: bigint;
  readonly status_message: string;
  readonly event_count: bigint;
}

export interface TraceQueries {
  trace(traceId: string, limit: number): Trace | null;
  span(traceId: string, spanId: string): SpanDetail | null;
}

export function prepareTrace(db: Database.Database, invocations: InvocationQueries): TraceQueries {
  const countOf = db.prepare<[Buffer], number>('SELECT span_count FROM trace WHERE trace_id = ?').pluck();
  const spansOf = db
    .prepare<[Buffer, number], SpanSummary>(
      `SELECT span_id, parent_span_id, name, kind, r.service, start_ns, end_ns, status, status_message, event_count
       FROM span s JOIN resource r ON r.id = s.resource_id
       WHERE s.trace_id = ? ORDER BY s.start_ns, s.span_id LIMIT ?`,
    )
    .safeIntegers();
  const logCounts = db.prepare<[Buffer], { span_id: Buffer; count: number }>(
    `SELECT span_id, count(*) AS count FROM log_record
     WHERE trace_id = ? AND span_id IS NOT NULL GROUP BY span_id`,
  );
  const spanRow = db
    .prepare<[Buffer, Buffer], SpanRow>(`SELECT ${SPAN_COLUMNS} FROM span WHERE trace_id = ? AND span_id = ?`)
    .raw()
    .safeIntegers();
  const resourceOf = db
    .prepare<[number | bigint], string>('SELECT attributes FROM resource WHERE id = ?')
    .pluck();

  return {
    trace(traceId, limit) {
      const key = idBytes(traceId, 32);
      const spanCount = key ? countOf.get(key) : undefined;
      if (!key || spanCount === undefined) return null;
      const logs = new Map(logCounts.all(key).map(({ span_id, count }) => [span_id.toString('hex'), count]));
      return {
        traceId: key.toString('hex'),
        spanCount,
        spans: spansOf.all(key, checkedLimit(limit)).map((span) => toTraceSpan(span, logs)),
        invocations: invocations.ofTrace(key, checkedLimit(limit)),
      };
    },

    span(traceId, spanId) {
      const traceKey = idBytes(traceId, 32);
      const spanKey = idBytes(spanId, 16);
      const row = traceKey && spanKey ? spanRow.get(traceKey, spanKey) : undefined;
      return row ? toSpanDetail(row, resourceOf.get(row[15]) ?? '{}') : null;
    },
  };
}

function toTraceSpan(span: SpanSummary, logs: ReadonlyMap<string, number>): TraceSpan {
  const spanId = span.span_id.toString('hex');
  return {
    spanId,
    parentSpanId: span.parent_span_id?.toString('hex') ?? null,
    name: span.name,
    kind: SPAN_KINDS[Number(span.kind)] ?? 'unspecified',
    service: span.service,
    startTime: nsToTimeMs(span.start_ns),
    durationMs: nsToDurationMs(span.end_ns - span.start_ns),
    status: STATUS_CODES[Number(span.status)] ?? 'unset',
    statusMessage: span.status_message,
    eventCount: Number(span.event_count),
    logCount: logs.get(spanId) ?? 0,
  };
}

function toSpanDetail(row: SpanRow, resourceAttributes: string): SpanDetail {
  const span = fromSpanRow(row, { attributes: JSON.parse(resourceAttributes) });
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
