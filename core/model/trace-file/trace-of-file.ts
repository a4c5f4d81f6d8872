import { initPhaseOf } from '../init-phase';
import type { Span } from '../telemetry';
import { buildTraceView } from '../trace-view/trace-view';
import type { SpanDetailView, TraceView } from '../views';
import type { FileTrace } from './read-trace-file';

/** A trace read from a file, as the screens draw it; `details` has its spans by id. */
export interface OpenedTrace {
  readonly trace: TraceView;
  readonly details: ReadonlyMap<string, SpanDetailView>;
}

/** What spans alone contain: no invocations, cost or logs. Beyond `mostSpans`, only the first spans, with a warning. */
export function traceOfFile(
  { traceId, spans: all }: FileTrace,
  mostSpans = Number.POSITIVE_INFINITY,
): OpenedTrace {
  const spans = all.slice(0, mostSpans);
  const stored = spans.map((span) => ({
    spanId: span.spanId,
    parentSpanId: span.parentSpanId,
    name: span.name,
    kind: span.kind,
    service: String(span.resource.attributes['service.name'] ?? ''),
    startTime: timeMs(span.startNs),
    durationMs: Number(span.endNs - span.startNs) / 1e6,
    status: span.status,
    statusMessage: span.statusMessage,
    isInit: initPhaseOf(span) !== null,
    eventCount: span.events.length,
    logCount: 0,
  }));
  const links = spans.flatMap((span) =>
    span.links
      .filter((link) => link.traceId !== traceId)
      .map((link) => ({
        from: { traceId, spanId: span.spanId },
        to: { traceId: link.traceId, spanId: link.spanId },
      })),
  );
  return {
    trace: {
      ...buildTraceView({ traceId, spans: stored, spanCount: all.length, invocations: [] }),
      invocations: [],
      links,
    },
    details: new Map(spans.map((span) => [span.spanId, toDetail(span)])),
  };
}

function toDetail({ startNs, endNs, resource, flags: _, ...span }: Span): SpanDetailView {
  const start = timeMs(startNs);
  return {
    ...span,
    resource: resource.attributes,
    scope: { name: span.scope.name, version: span.scope.version },
    startTime: iso(start),
    startTimeUnixNano: String(startNs),
    endTimeUnixNano: String(endNs),
    durationMs: Number(endNs - startNs) / 1e6,
    events: span.events.map(({ name, timeNs, attributes }) => ({
      name,
      time: iso(timeMs(timeNs)),
      offsetMs: Number(timeNs - startNs) / 1e6,
      attributes,
    })),
  };
}

/** Milliseconds, with microseconds as the fraction. */
function timeMs(ns: bigint): number {
  return Number(ns / 1000n) / 1000;
}

/** A file may claim any time; one beyond the calendar becomes the last possible one. */
function iso(ms: number): string {
  return new Date(Math.min(ms, 8.64e15)).toISOString();
}
