import { claimsOf, hasTrigger } from '../../model/candidate';
import type { Resource, Span } from '../../model/telemetry';
import type { StoredResource } from './resource-table';
import { hexBytes, later, SPAN_KINDS, STATUS_CODES, toStorableTime } from './values';

/** Bits of the column `candidate`. */
export const MAY_BE_INVOCATION = 1;
export const HAS_TRIGGER = 2;

export const SPAN_COLUMNS =
  'trace_id, span_id, parent_span_id, trace_state, flags, name, kind, start_ns, end_ns, status, status_message, ' +
  'attributes, events, links, event_count, resource_id, scope_name, scope_version, candidate';

/** A row in the order of SPAN_COLUMNS; when read, all integers are bigint. */
export type SpanRow = [
  traceId: Buffer,
  spanId: Buffer,
  parentSpanId: Buffer | null,
  traceState: string,
  flags: number | bigint,
  name: string,
  kind: number | bigint,
  startNs: bigint,
  endNs: bigint,
  status: number | bigint,
  statusMessage: string,
  attributes: string,
  events: string,
  links: string,
  eventCount: number | bigint,
  resourceId: number | bigint,
  scopeName: string,
  scopeVersion: string,
  candidate: number | bigint,
];

/** The span with times that SQLite can hold, and in order. */
export function withStorableTimes(span: Span): Span {
  const startNs = toStorableTime(span.startNs);
  const endNs = toStorableTime(span.endNs);
  if (startNs === span.startNs && endNs === span.endNs && endNs >= startNs) return span;
  return { ...span, startNs, endNs: later(startNs, endNs) };
}

export function candidateBits(span: Span): number {
  return (claimsOf(span).length > 0 ? MAY_BE_INVOCATION : 0) + (hasTrigger(span) ? HAS_TRIGGER : 0);
}

export function toSpanRow(span: Span, resource: StoredResource, candidate: number): SpanRow {
  return [
    hexBytes(span.traceId),
    hexBytes(span.spanId),
    span.parentSpanId === null ? null : hexBytes(span.parentSpanId),
    span.traceState,
    span.flags,
    span.name,
    SPAN_KINDS.indexOf(span.kind),
    span.startNs,
    span.endNs,
    STATUS_CODES.indexOf(span.status),
    span.statusMessage,
    JSON.stringify(span.attributes),
    span.events.length === 0
      ? '[]'
      : JSON.stringify(span.events.map((event) => ({ ...event, timeNs: event.timeNs.toString() }))),
    span.links.length === 0 ? '[]' : JSON.stringify(span.links),
    span.events.length,
    resource.id,
    span.scope.name,
    span.scope.version,
    candidate,
  ];
}

export function fromSpanRow(row: SpanRow, resource: Resource): Span {
  const [traceId, spanId, parent, traceState, flags, name, kind, startNs, endNs, status, message, ...rest] =
    row;
  const [attributes, events, links, , , scopeName, scopeVersion] = rest;
  return {
    traceId: traceId.toString('hex'),
    spanId: spanId.toString('hex'),
    parentSpanId: parent?.toString('hex') ?? null,
    traceState,
    flags: Number(flags),
    name,
    kind: SPAN_KINDS[Number(kind)] ?? 'unspecified',
    startNs,
    endNs,
    status: STATUS_CODES[Number(status)] ?? 'unset',
    statusMessage: message,
    attributes: JSON.parse(attributes),
    events: parseEvents(events),
    links: JSON.parse(links),
    resource,
    scope: { name: scopeName, version: scopeVersion, attributes: {} },
  };
}

/** The events of a row; times are decimal strings there. */
export function parseEvents(text: string): Span['events'] {
  const events: { name: string; timeNs: string; attributes: Span['attributes'] }[] = JSON.parse(text);
  return events.map((event) => ({ ...event, timeNs: BigInt(event.timeNs) }));
}

/** Everything that the sender said, as one text: of two contents that end together the greater one is kept. */
export function contentOf(row: SpanRow, resource: StoredResource): string {
  return textOf(row, resource);
}

/** The same without the span's times, and without those of events that have none of their own. */
export function timelessContentOf(row: SpanRow, resource: StoredResource): string {
  const events = row[EVENTS].replaceAll(`"timeNs":"${row[START_NS]}"`, '"timeNs":"0"');
  return textOf(row.with(START_NS, 0n).with(END_NS, 0n).with(EVENTS, events), resource);
}

function textOf(values: readonly SpanRow[number][], resource: StoredResource): string {
  return values
    .toSpliced(RESOURCE_ID, 1, resource.hash)
    .map((value) => (Buffer.isBuffer(value) ? value.toString('hex') : String(value)))
    .join('\0');
}

const START_NS = 7;
const END_NS = 8;
const EVENTS = 12;
const RESOURCE_ID = 15;
