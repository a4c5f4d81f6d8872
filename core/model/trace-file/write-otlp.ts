import { groupBy } from '../group-by';
import { SPAN_KINDS, STATUS_CODES } from '../telemetry';
import type { SpanDetailView } from '../views';
import { writeAttributes } from './any-value';

export interface OtlpTraces {
  readonly resourceSpans: readonly unknown[];
}

/** Spans as an OTLP/JSON request that any collector accepts; equal resources and scopes are written once. */
export function writeOtlp(spans: readonly SpanDetailView[]): OtlpTraces {
  const byResource = groupBy(spans, (span) => JSON.stringify(span.resource));
  return {
    resourceSpans: Array.from(byResource.values(), (ofResource) => ({
      resource: { attributes: writeAttributes(ofResource[0].resource) },
      scopeSpans: Array.from(byScope(ofResource).values(), (ofScope) => ({
        scope: ofScope[0].scope,
        spans: ofScope.map(writeSpan),
      })),
    })),
  };
}

const byScope = (spans: readonly SpanDetailView[]) =>
  groupBy(spans, ({ scope }) => JSON.stringify([scope.name, scope.version]));

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
