import type { SpanContext } from '@opentelemetry/api';
import type { Signal } from '../config/signal-config';
import type { LogRecord } from '../logs/log-record';
import type { AttributeSet } from '../trace/attribute-set';
import type { Attributes, AttributeValue } from '../trace/attributes';
import { type RecordingSpan, type Scope, STATUS_ERROR } from '../trace/recording-span';

/** One span or log record as JSON text, beside the JSON text of its scope. */
export interface EncodedRecord {
  readonly scope: string;
  readonly json: string;
}

interface KeyValue {
  readonly key: string;
  readonly value: AnyValue;
}

type AnyValue = Readonly<Record<string, unknown>>;

// https://opentelemetry.io/docs/specs/otlp/#otlphttp-request: ids in hex, enums as numbers, 64-bit integers as text.
const HAS_IS_REMOTE = 0x100;
const IS_REMOTE = 0x200;

const BODY_KEYS = {
  traces: ['resourceSpans', 'scopeSpans', 'spans'],
  logs: ['resourceLogs', 'scopeLogs', 'logRecords'],
} as const;

/** The JSON text of a resource, made once per process. */
export function encodeResource(attributes: Attributes): string {
  return JSON.stringify({ attributes: encodeAttributes(Object.entries(attributes)) });
}

/** How to tell a span that has not ended. */
export interface Interruption {
  readonly endTime: bigint;
  readonly errorType: string;
  readonly message: string;
  readonly attributes?: Attributes;
}

/** @param interruption for a span that is still open; the span itself stays as it is */
export function encodeSpan(span: RecordingSpan, interruption?: Interruption): EncodedRecord {
  const { identity, parent, kind, scope } = span.init;
  const attributes = encodeSet(span.attributes);
  let { status } = span;
  if (interruption) {
    attributes.push(...encodeAttributes(Object.entries(interruption.attributes ?? {})));
    // A span that failed already keeps its own reason.
    if (!span.attributes.values.has('error.type')) {
      attributes.push({ key: 'error.type', value: { stringValue: interruption.errorType } });
      status = { code: STATUS_ERROR, message: interruption.message };
    }
  }
  return {
    scope: encodeScope(scope),
    json: JSON.stringify({
      traceId: identity.traceId,
      spanId: identity.spanId,
      traceState: identity.traceState?.serialize() || undefined,
      parentSpanId: parent?.spanId,
      flags: identity.traceFlags | HAS_IS_REMOTE | (parent?.isRemote ? IS_REMOTE : 0),
      name: span.name,
      kind: kind + 1,
      startTimeUnixNano: String(span.startTime),
      endTimeUnixNano: String(interruption?.endTime ?? span.endTime),
      attributes,
      droppedAttributesCount: span.attributes.dropped || undefined,
      events: span.events.map((event) => ({
        name: event.name,
        timeUnixNano: String(event.time),
        attributes: encodeSet(event.attributes),
        droppedAttributesCount: event.attributes.dropped || undefined,
      })),
      droppedEventsCount: span.droppedEvents || undefined,
      links: span.links.map(({ context, attributes }) => encodeLink(context, attributes)),
      droppedLinksCount: span.droppedLinks || undefined,
      status: status.code === 0 ? undefined : status,
    }),
  };
}

export function encodeLog(record: LogRecord, scope: Scope): EncodedRecord {
  return {
    scope: encodeScope(scope),
    json: JSON.stringify({
      timeUnixNano: String(record.time),
      observedTimeUnixNano: String(record.time),
      severityNumber: record.severityNumber,
      severityText: record.severityText,
      body: { stringValue: record.body },
      attributes: encodeSet(record.attributes),
      traceId: record.span?.traceId,
      spanId: record.span?.spanId,
      flags: record.span?.traceFlags,
    }),
  };
}

/** One export request with all `records` of one resource. */
export function encodeRequest(signal: Signal, resource: string, records: readonly EncodedRecord[]): string {
  const [resourceKey, scopeKey, itemsKey] = BODY_KEYS[signal];
  const byScope = new Map<string, string[]>();
  for (const { scope, json } of records) {
    const items = byScope.get(scope);
    if (items) items.push(json);
    else byScope.set(scope, [json]);
  }
  const scopes = [...byScope].map(
    ([scope, items]) => `{"scope":${scope},"${itemsKey}":[${items.join(',')}]}`,
  );
  return `{"${resourceKey}":[{"resource":${resource},"${scopeKey}":[${scopes.join(',')}]}]}`;
}

function encodeScope({ name, version }: Scope): string {
  return JSON.stringify({ name, version });
}

function encodeLink(context: SpanContext, attributes: AttributeSet): object {
  return {
    traceId: context.traceId,
    spanId: context.spanId,
    traceState: context.traceState?.serialize() || undefined,
    flags: context.traceFlags | HAS_IS_REMOTE | (context.isRemote ? IS_REMOTE : 0),
    attributes: encodeSet(attributes),
  };
}

const encodeSet = (attributes: AttributeSet): KeyValue[] => encodeAttributes(attributes.values);

function encodeAttributes(entries: Iterable<readonly [string, AttributeValue | undefined]>): KeyValue[] {
  const list: KeyValue[] = [];
  for (const [key, value] of entries) if (value !== undefined) list.push({ key, value: encodeValue(value) });
  return list;
}

function encodeValue(value: AttributeValue | null | undefined): AnyValue {
  if (typeof value === 'string') return { stringValue: value };
  if (typeof value === 'boolean') return { boolValue: value };
  if (typeof value === 'number') {
    if (Number.isSafeInteger(value)) return { intValue: String(value) };
    return { doubleValue: Number.isFinite(value) ? value : String(value) };
  }
  return value ? { arrayValue: { values: value.map(encodeValue) } } : {};
}
