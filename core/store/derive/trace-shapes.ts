import { type Dependency, dependencyOf } from '../../model/costs/dependency';
import { initPhaseOf } from '../../model/init-phase';
import { isThinned } from '../../model/keeping/thin-span';
import { isCall } from '../../model/map/hops';
import type { Span } from '../../model/telemetry';
import type { SpanDetail, TraceLink, TraceSpan } from '../store';
import { resourceFacts } from './resource-facts';
import { nsToDurationMs, nsToTimeMs } from './times';

/** The order in which a trace's spans are shown. */
export function byStart(a: Span, b: Span): number {
  if (a.startNs !== b.startNs) return a.startNs < b.startNs ? -1 : 1;
  return a.spanId < b.spanId ? -1 : 1;
}

/** A span as a trace shows it. */
export function toTraceSpan(span: Span, logCount: number): TraceSpan {
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
    callTo: isCall(span.kind) ? nameOfCall(span) : null,
  };
}

function nameOfCall(span: Span): Dependency | null {
  const to = dependencyOf(span);
  return to.name === '' ? null : to;
}

/** A span's links to other traces, one per pair of spans. */
export function linksOf({ traceId, spanId, links }: Span): readonly TraceLink[] {
  if (links.length === 0) return [];
  const outward = links.filter((link) => link.traceId !== traceId);
  const each = new Map(outward.map((link) => [`${link.traceId}${link.spanId}`, link]));
  return [...each.values()].map((link) => ({
    from: { traceId, spanId },
    to: { traceId: link.traceId, spanId: link.spanId },
  }));
}

/** A span in full. */
export function toSpanDetail(span: Span): SpanDetail {
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
