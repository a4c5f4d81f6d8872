import { SPAN_KINDS, STATUS_CODES } from '../telemetry';
import type { SpanDetailView } from '../views';
import { writeAttributes } from './any-value';

export interface OtlpTraces {
  readonly resourceSpans: readonly unknown[];
}

/** Spans as an OTLP/JSON request that any collector takes; equal resources and scopes are written once. */
export function writeOtlp(spans: readonly SpanDetailView[]): OtlpTraces {
  const byResource = groupBy(spans, (span) => JSON.stringify(span.resource));
  return {
    resourceSpans: byResource.map((ofResource) => ({
      resource: { attributes: writeAttributes(ofResource[0].resource) },
      scopeSpans: groupBy(ofResource, ({ scope }) => JSON.stringify([scope.name, scope.version])).map(
        (ofScope) => ({ scope: ofScope[0].scope, spans: ofScope.map(writeSpan) }),
      ),
    })),
  };
}

function writeSpan(span: SpanDetailView) {
  const start = BigInt(span.startTimeUnixNano);
  return {
    traceId: span.traceId,
    spanId: span.spanId,
    ...(span.parentSpanId === null ? {} : { parentSpanId: span.parentSpanId }),
    ...(span.traceState === '' ? {} : { traceState: span.traceState }),
    name: span.name,
    kind: SPAN_KINDS.indexOf(span.kind),
    startTimeUnixNano: span.startTimeUnixNano,
    endTimeUnixNano: span.endTimeUnixNano,
    attributes: writeAttributes(span.attributes),
    events: span.events.map(({ name, offsetMs, attributes }) => ({
      timeUnixNano: String(start + BigInt(Math.round(offsetMs * 1e6))),
      name,
      attributes: writeAttributes(attributes),
    })),
    links: span.links.map(({ traceId, spanId, attributes }) => ({
      traceId,
      spanId,
      attributes: writeAttributes(attributes),
    })),
    status: {
      code: STATUS_CODES.indexOf(span.status),
      ...(span.statusMessage === '' ? {} : { message: span.statusMessage }),
    },
  };
}

type Group<Item> = readonly [Item, ...Item[]];

function groupBy<Item>(items: readonly Item[], keyOf: (item: Item) => string): readonly Group<Item>[] {
  const groups = new Map<string, [Item, ...Item[]]>();
  for (const item of items) {
    const group = groups.get(keyOf(item));
    if (group) group.push(item);
    else groups.set(keyOf(item), [item]);
  }
  return [...groups.values()];
}
