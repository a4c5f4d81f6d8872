import type { Attributes, AttributeValue } from '@/core/model/attributes';
import { groupBy } from '@/core/model/group-by';
import type { OtelLogRow, OtelRows, OtelSpanRow } from '@/core/store/otel-tables';

type AnyRow = OtelSpanRow | OtelLogRow;

/**
 * The rows as the body of an OTLP/JSON request, so that they take the same path as everything received. In a table with map
 * columns, attributes are the strings that the exporter made of them, whatever type they had.
 */
export function rowsToOtlp(read: OtelRows): Buffer {
  const request =
    read.signal === 'traces'
      ? { resourceSpans: grouped(read.rows, (spans) => ({ spans: spans.map(spanOf) })) }
      : { resourceLogs: grouped(read.rows, (logs) => ({ logRecords: logs.map(logOf) })) };
  return Buffer.from(JSON.stringify(request));
}

/** Rows with the same resource and scope are grouped, as they were sent. */
function grouped<Row extends AnyRow>(rows: readonly Row[], records: (rows: readonly Row[]) => object) {
  const groups = groupBy(rows, (row) =>
    JSON.stringify([row.service, row.resource, row.scopeName, row.scopeVersion]),
  );
  return [...groups.values()].map((group) => {
    const [{ service, resource, scopeName, scopeVersion }] = group;
    const named = service === '' || 'service.name' in resource ? {} : { 'service.name': service };
    return {
      resource: { attributes: attributesOf({ ...resource, ...named }) },
      ...scoped(group[0], { scope: { name: scopeName, version: scopeVersion }, ...records(group) }),
    };
  });
}

function scoped(row: AnyRow, scope: object) {
  return 'kind' in row ? { scopeSpans: [scope] } : { scopeLogs: [scope] };
}

function spanOf(row: OtelSpanRow) {
  return {
    traceId: row.traceId,
    spanId: row.spanId,
    parentSpanId: row.parentSpanId,
    traceState: row.traceState,
    name: row.name,
    kind: row.kind,
    startTimeUnixNano: row.timeNs,
    endTimeUnixNano: (BigInt(row.timeNs) + BigInt(row.duration)).toString(),
    status: { code: row.status, message: row.statusMessage },
    attributes: attributesOf(row.attributes),
    events: row.eventTimes.map((timeUnixNano, at) => ({
      timeUnixNano,
      name: row.eventNames[at] ?? '',
      attributes: attributesOf(row.eventAttributes[at]),
    })),
    links: row.linkTraceIds.map((traceId, at) => ({
      traceId,
      spanId: row.linkSpanIds[at] ?? '',
      attributes: attributesOf(row.linkAttributes[at]),
    })),
  };
}

function logOf(row: OtelLogRow) {
  return {
    timeUnixNano: row.timeNs,
    traceId: row.traceId,
    spanId: row.spanId,
    severityNumber: row.severity,
    severityText: row.severityText,
    body: { stringValue: row.body },
    eventName: row.eventName,
    attributes: attributesOf(row.attributes),
  };
}

function attributesOf(attributes: Attributes = {}) {
  return Object.entries(attributes).map(([key, value]) => ({ key, value: anyValueOf(value) }));
}

function anyValueOf(value: AttributeValue): object {
  if (typeof value === 'string') return { stringValue: value };
  if (typeof value === 'boolean') return { boolValue: value };
  if (typeof value === 'number')
    return Number.isInteger(value) ? { intValue: String(value) } : { doubleValue: value };
  if (value === null) return {};
  if (isList(value)) return { arrayValue: { values: value.map(anyValueOf) } };
  return { kvlistValue: { values: attributesOf(value) } };
}

function isList(value: AttributeValue): value is readonly AttributeValue[] {
  return Array.isArray(value);
}
