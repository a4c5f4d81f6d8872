import { SPAN_KINDS, type Span, type SpanKind, STATUS_CODES, type StatusCode } from '../telemetry';
import { readAttributes } from './any-value';
import { asId, asInteger, asObject, asObjects, asText, type JsonObject } from './json-value';

/** The spans of an OTLP/JSON request; those without ids are skipped. Enums may be numbers or names. */
export function readOtlp(request: JsonObject): readonly Span[] {
  return asObjects(request.resourceSpans).flatMap((ofResource) => {
    const resource = { attributes: readAttributes(asObject(ofResource.resource).attributes) };
    const groups = asObjects(ofResource.scopeSpans ?? ofResource.instrumentationLibrarySpans);
    return groups.flatMap((group) => {
      const given = asObject(group.scope ?? group.instrumentationLibrary);
      const scope = { name: asText(given.name), version: asText(given.version), attributes: {} };
      return asObjects(group.spans).flatMap((span) => readSpan(span, resource, scope) ?? []);
    });
  });
}

function readSpan(span: JsonObject, resource: Span['resource'], scope: Span['scope']): Span | null {
  const traceId = asId(span.traceId, 32);
  const spanId = asId(span.spanId, 16);
  if (traceId === null || spanId === null) return null;
  const startNs = asInteger(span.startTimeUnixNano);
  const endNs = asInteger(span.endTimeUnixNano);
  const status = asObject(span.status);
  return {
    traceId,
    spanId,
    parentSpanId: asId(span.parentSpanId, 16),
    traceState: asText(span.traceState),
    flags: Number(asInteger(span.flags)),
    name: asText(span.name),
    kind: kindOf(span.kind),
    startNs,
    endNs: later(startNs, endNs),
    status: statusOf(status.code),
    statusMessage: asText(status.message),
    attributes: readAttributes(span.attributes),
    events: asObjects(span.events).map((event) => ({
      name: asText(event.name),
      timeNs: asInteger(event.timeUnixNano),
      attributes: readAttributes(event.attributes),
    })),
    links: asObjects(span.links).flatMap((link) => {
      const linked = { traceId: asId(link.traceId, 32), spanId: asId(link.spanId, 16) };
      if (linked.traceId === null || linked.spanId === null) return [];
      return [
        { traceId: linked.traceId, spanId: linked.spanId, attributes: readAttributes(link.attributes) },
      ];
    }),
    resource,
    scope,
  };
}

function kindOf(value: unknown): SpanKind {
  const name = asText(value)
    .toLowerCase()
    .replace(/^span_kind_/, '');
  return SPAN_KINDS.find((kind, number) => kind === name || String(number) === name) ?? 'unspecified';
}

function statusOf(value: unknown): StatusCode {
  const name = asText(value)
    .toLowerCase()
    .replace(/^status_code_/, '');
  return STATUS_CODES.find((code, number) => code === name || String(number) === name) ?? 'unset';
}

function later(one: bigint, other: bigint): bigint {
  if (one > other) return one;
  return other;
}
