import type { Attributes, AttributeValue } from '../attributes';
import { SPAN_KINDS, type Span } from '../telemetry';
import { asId, asInteger, asObject, asObjects, asText, type JsonObject } from './json-value';

/** The spans in Jaeger's JSON (`{data: [trace]}`, as its UI and its API return it) or in one trace of it. */
export function readJaeger(file: JsonObject): readonly Span[] {
  const traces = Array.isArray(file.data) ? asObjects(file.data) : [file];
  return traces.flatMap((trace) => {
    const resources = new Map(
      Object.entries(asObject(trace.processes)).map(([id, process]) => [id, resourceOf(asObject(process))]),
    );
    return asObjects(trace.spans).flatMap(
      (span) =>
        readSpan(span, resources.get(asText(span.processID)) ?? resourceOf(asObject(span.process))) ?? [],
    );
  });
}

function resourceOf(process: JsonObject): Span['resource'] {
  const service = asText(process.serviceName);
  return {
    attributes: { ...(service === '' ? {} : { 'service.name': service }), ...readTags(process.tags) },
  };
}

function readSpan(span: JsonObject, resource: Span['resource']): Span | null {
  const traceId = asId(span.traceID, 32);
  const spanId = asId(span.spanID, 16);
  if (traceId === null || spanId === null) return null;
  const { 'span.kind': kind, ...tags } = readTags(span.tags);
  const startNs = asInteger(span.startTime) * 1000n;
  const references = asObjects(span.references);
  const parent = references.find(
    ({ refType, traceID }) => asText(refType) === 'CHILD_OF' && asId(traceID, 32) === traceId,
  );
  const failed = tags.error === true || tags.error === 'true' || tags['otel.status_code'] === 'ERROR';
  return {
    traceId,
    spanId,
    parentSpanId: asId(parent?.spanID ?? span.parentSpanID, 16),
    traceState: '',
    flags: 0,
    name: asText(span.operationName),
    kind: SPAN_KINDS.find((one) => one === kind) ?? 'unspecified',
    startNs,
    endNs: startNs + asInteger(span.duration) * 1000n,
    status: failed ? 'error' : tags['otel.status_code'] === 'OK' ? 'ok' : 'unset',
    statusMessage: asText(tags['otel.status_description']),
    attributes: tags,
    events: asObjects(span.logs).map((log) => {
      const { event, ...fields } = readTags(log.fields);
      return {
        name: typeof event === 'string' ? event : 'log',
        timeNs: asInteger(log.timestamp) * 1000n,
        attributes: fields,
      };
    }),
    links: references.flatMap((reference) => {
      const linked = { traceId: asId(reference.traceID, 32), spanId: asId(reference.spanID, 16) };
      if (reference === parent || linked.traceId === null || linked.spanId === null) return [];
      return [{ traceId: linked.traceId, spanId: linked.spanId, attributes: {} }];
    }),
    resource,
    scope: {
      name: asText(tags['otel.scope.name'] ?? tags['otel.library.name']),
      version: asText(tags['otel.scope.version'] ?? tags['otel.library.version']),
      attributes: {},
    },
  };
}

function readTags(tags: unknown): Attributes {
  return Object.fromEntries(asObjects(tags).map(({ key, value }) => [asText(key), readTag(value)]));
}

function readTag(value: unknown): AttributeValue {
  return typeof value === 'number' || typeof value === 'boolean' ? value : asText(value);
}
