import { factsOfSpan } from '../../model/platform/facts-of-span';
import { type InstanceFact, instanceFactsOf } from '../../model/platform/instance-fact';
import { SPAN_KINDS, type Span, type SpanEvent, type SpanLink, STATUS_CODES } from '../../model/telemetry';
import { attributeText } from '../derive/attribute-text';
import { resourceFacts } from '../derive/resource-facts';
import type { InternResource } from '../derive/resource-pool';
import { contentOf } from '../derive/span-versions';
import type { InsertRow } from './connection';
import { hashOf, textsOf, wellFormed } from './text';

/** Columns of `span` that a span is made of again. */
export const SPAN_COLUMNS =
  'trace_id, span_id, toString(version) AS version_text, parent_span_id, trace_state, flags, name, kind, start_ns, end_ns, ' +
  'time_is_receipt, status, status_message, attributes, events, links, resource, scope_name, scope_version';

export interface SpanRow {
  readonly trace_id: string;
  readonly span_id: string;
  readonly version_text: string;
  readonly parent_span_id: string | null;
  readonly trace_state: string;
  readonly flags: number;
  readonly name: string;
  readonly kind: string;
  readonly start_ns: string;
  readonly end_ns: string;
  readonly time_is_receipt: number;
  readonly status: string;
  readonly status_message: string;
  readonly attributes: string;
  readonly events: string;
  readonly links: string;
  readonly resource: string;
  readonly scope_name: string;
  readonly scope_version: string;
}

/**
 * A number that is greater for the version of a span that counts: the one that ends later; of two that end together, the
 * one whose content has the greater hash. Equal for equal content.
 */
export function versionOf(span: Span): bigint {
  return ((span.endNs << 64n) | BigInt(`0x${hashOf(contentOf(span), 16)}`)) << 1n;
}

/** That of the same version without its details: when it comes again, it is known, and whole it counts less. */
export function thinnedVersion(version: bigint): bigint {
  return version | 1n;
}

/** The init that a span tells of. */
export function instanceFactsOfSpan(span: Span): readonly InstanceFact[] {
  return factsOfSpan(span).flatMap((fact) => instanceFactsOf(fact, span));
}

export function toSpanRow(span: Span, version: bigint): InsertRow {
  const { service, environment, originHex } = resourceFacts(span.resource);
  return {
    trace_id: span.traceId,
    span_id: span.spanId,
    version: version.toString(),
    parent_span_id: span.parentSpanId,
    trace_state: wellFormed(span.traceState),
    flags: span.flags,
    name: wellFormed(span.name),
    kind: span.kind,
    start_ns: span.startNs.toString(),
    end_ns: span.endNs.toString(),
    time_is_receipt: Number(span.timeIsReceipt ?? false),
    status: span.status,
    status_message: wellFormed(span.statusMessage),
    attributes: JSON.stringify(span.attributes),
    events: JSON.stringify(
      span.events.map(({ name, timeNs, attributes }) => [name, timeNs.toString(), attributes]),
    ),
    links: JSON.stringify(span.links),
    resource: JSON.stringify(span.resource.attributes),
    scope_name: wellFormed(span.scope.name),
    scope_version: wellFormed(span.scope.version),
    service: wellFormed(service),
    environment: wellFormed(environment),
    origin: originHex,
    texts: textsOf(span.attributes),
    values: Object.fromEntries(
      Object.entries({ ...span.resource.attributes, ...span.attributes }).map(([key, value]) => [
        wellFormed(key),
        wellFormed(attributeText(value)),
      ]),
    ),
    linked_traces: [...new Set(span.links.map(({ traceId }) => traceId))].filter(
      (traceId) => traceId !== span.traceId,
    ),
    tells_of: wellFormed(instanceFactsOfSpan(span)[0]?.origin.name ?? ''),
  };
}

export function toSpan(row: SpanRow, intern: InternResource): Span {
  const events: readonly (readonly [string, string, SpanEvent['attributes']])[] = JSON.parse(row.events);
  const links: readonly SpanLink[] = JSON.parse(row.links);
  return {
    traceId: row.trace_id,
    spanId: row.span_id,
    parentSpanId: row.parent_span_id,
    traceState: row.trace_state,
    flags: row.flags,
    name: row.name,
    kind: SPAN_KINDS.find((kind) => kind === row.kind) ?? 'unspecified',
    startNs: BigInt(row.start_ns),
    endNs: BigInt(row.end_ns),
    ...(row.time_is_receipt === 1 && { timeIsReceipt: true }),
    status: STATUS_CODES.find((status) => status === row.status) ?? 'unset',
    statusMessage: row.status_message,
    attributes: JSON.parse(row.attributes),
    events: events.map(([name, timeNs, attributes]) => ({ name, timeNs: BigInt(timeNs), attributes })),
    links,
    resource: intern({ attributes: JSON.parse(row.resource) }),
    scope: { name: row.scope_name, version: row.scope_version, attributes: {} },
  };
}
