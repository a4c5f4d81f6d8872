import type { SpanContext } from '@opentelemetry/api';
import type { Signal } from '../config/signal-config';
import type { LogRecord } from '../logs/log-record';
import type { AttributeSet } from '../trace/attribute-set';
import type { Attributes, AttributeValue } from '../trace/attributes';
import { type RecordingSpan, STATUS_ERROR } from '../trace/recording-span';
import { PACKAGE_NAME, PACKAGE_VERSION } from '../version';

/** One span or log record as JSON text, beside the JSON text of its scope. */
export interface EncodedRecord {
  readonly scope: string;
  readonly json: string;
}

const text = JSON.stringify;

/** The JSON text of the code that makes spans or log records: a name and a version. */
export const encodeScope = (name: string, version?: string): string => text({ name, version });

/** The scope of everything this package itself records. */
export const OWN_SCOPE = encodeScope(PACKAGE_NAME, PACKAGE_VERSION);

// https://opentelemetry.io/docs/specs/otlp/#otlphttp-request: ids in hex, enums as numbers, 64-bit integers as text.
// Written as text at once: objects for JSON.stringify took twice the time.
const HAS_IS_REMOTE = 0x100;
const IS_REMOTE = 0x200;

/** The JSON text of a resource, made once per process. */
export const encodeResource = (attributes: Attributes): string =>
  `{"attributes":${encodeAttributes(Object.entries(attributes))}}`;

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
  let { status } = span;
  let attributes: Map<string, AttributeValue | undefined> = span.attributes.values;
  if (interruption) {
    attributes = new Map(attributes);
    for (const [key, value] of Object.entries(interruption.attributes ?? {})) attributes.set(key, value);
    // A span that failed already keeps its own reason.
    if (!attributes.has('error.type')) {
      attributes.set('error.type', interruption.errorType);
      status = { code: STATUS_ERROR, message: interruption.message };
    }
  }
  const events = span.events.map(
    (event) => `{"name":${text(event.name)},"timeUnixNano":"${event.time}"${encodeSet(event.attributes)}}`,
  );
  const links = span.links.map((link) => `{${encodeIdentity(link.context)}${encodeSet(link.attributes)}}`);
  const json = `{${encodeIdentity(identity, parent?.isRemote)}${
    parent ? `,"parentSpanId":${text(parent.spanId)}` : ''
  },"name":${text(span.name)},"kind":${kind + 1},"startTimeUnixNano":"${span.startTime}","endTimeUnixNano":"${
    interruption?.endTime ?? span.endTime
  }"${encodeSet(span.attributes, attributes)},"events":[${events}]${dropped('Events', span.droppedEvents)},"links":[${
    links
  }]${dropped('Links', span.droppedLinks)}${status.code === 0 ? '' : `,"status":${text(status)}`}}`;
  return { scope, json };
}

export function encodeLog(record: LogRecord): EncodedRecord {
  const { time, severityNumber, severityText, body, attributes, span } = record;
  const json = `{"timeUnixNano":"${time}","observedTimeUnixNano":"${time}","severityNumber":${severityNumber},"severityText":${text(
    severityText,
  )},"body":{"stringValue":${text(body)}}${encodeSet(attributes)}${
    span ? `,"traceId":"${span.traceId}","spanId":"${span.spanId}","flags":${span.traceFlags}` : ''
  }}`;
  return { scope: OWN_SCOPE, json };
}

/** One export request with all `records` of one resource. */
export function encodeRequest(signal: Signal, resource: string, records: readonly EncodedRecord[]): string {
  const [kind, items] = signal === 'traces' ? ['Spans', 'spans'] : ['Logs', 'logRecords'];
  const byScope = new Map<string, string[]>();
  for (const { scope, json } of records) {
    const list = byScope.get(scope);
    if (list) list.push(json);
    else byScope.set(scope, [json]);
  }
  const scopes = [...byScope].map(([scope, list]) => `{"scope":${scope},"${items}":[${list}]}`);
  return `{"resource${kind}":[{"resource":${resource},"scope${kind}":[${scopes}]}]}`;
}

/** @param isRemote whether what it comes from is of another process */
function encodeIdentity(context: SpanContext, isRemote = context.isRemote): string {
  const { traceId, spanId, traceFlags, traceState } = context;
  const flags = traceFlags | HAS_IS_REMOTE | (isRemote ? IS_REMOTE : 0);
  const state = traceState?.serialize();
  return `"traceId":${text(traceId)},"spanId":${text(spanId)},"flags":${flags}${
    state ? `,"traceState":${text(state)}` : ''
  }`;
}

/** @param values those of the set, if not others in their place */
const encodeSet = (set: AttributeSet, values: Iterable<Entry> = set.values): string =>
  `,"attributes":${encodeAttributes(values)}${dropped('Attributes', set.dropped)}`;

const dropped = (what: string, count: number): string => (count > 0 ? `,"dropped${what}Count":${count}` : '');

type Entry = readonly [string, AttributeValue | undefined];

function encodeAttributes(entries: Iterable<Entry>): string {
  const list: string[] = [];
  for (const [key, value] of entries) {
    if (value !== undefined) list.push(`${encodeKey(key)}${encodeValue(value)}}`);
  }
  return `[${list}]`;
}

// The same few dozen in every invocation; writing them anew was a third of an encoded span's time.
const keys = new Map<string, string>();
const MAX_KEYS = 500;

function encodeKey(key: string): string {
  let encoded = keys.get(key);
  if (encoded === undefined) {
    encoded = `{"key":${text(key)},"value":`;
    if (keys.size < MAX_KEYS) keys.set(key, encoded);
  }
  return encoded;
}

function encodeValue(value: AttributeValue | null | undefined): string {
  if (typeof value === 'string') return `{"stringValue":${text(value)}}`;
  if (typeof value === 'boolean') return `{"boolValue":${value}}`;
  if (typeof value !== 'number')
    return value ? `{"arrayValue":{"values":[${value.map(encodeValue)}]}}` : '{}';
  if (Number.isSafeInteger(value)) return `{"intValue":"${value}"}`;
  return `{"doubleValue":${Number.isFinite(value) ? value : `"${value}"`}}`;
}
