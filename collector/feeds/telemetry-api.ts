import { type Attributes, type AttributeValue, stringAttribute } from '@/core/model/attributes';
import { TELEMETRY_SCOPE } from '@/core/model/platform/feed-scopes';
import type { LogRecord, Resource, Scope } from '@/core/model/telemetry';
import { malformed } from '../otlp/errors';
import { isObject, type JsonObject } from '../otlp/json-fields';
import { MAX_ATTRIBUTES, MAX_ITEMS, MAX_NAME_BYTES, MAX_VALUE_BYTES } from '../otlp/limits';
import { Repeats } from '../otlp/repeats';
import { cutText, safeText } from '../otlp/text';
import { CurrentRequest } from './current-request';
import type { FeedSource } from './delivery';
import { toFeedLog } from './feed-log';
import { type LineFacts, lineFacts, recordFacts } from './function-line';
import { parseFeedJson, UnpackRoom } from './json-body';
import { fieldsOfLine } from './line-fields';

const SCOPE: Scope = { name: TELEMETRY_SCOPE, version: '', attributes: {} };
const INFO = { severity: 9, severityText: 'INFO' } as const;
const WARN = { severity: 13, severityText: 'WARN' } as const;

/**
 * The records of one batch of Lambda's Telemetry API, gzipped or not: either the original JSON list of `{time, type, record}`,
 * or `{resource, events}` with that list as `events` and attributes by name as `resource`. The type becomes the attribute
 * `type`. The body is the function's text, the message of its JSON line (whose other fields become attributes), or the
 * platform's record as JSON, which `factsOfLog` reads. `source` or `resource` must name the function. Events without a type
 * are dropped; identical ones are numbered.
 * @throws FaaslensError `invalid_input` that names the field when it is not such a batch, `too_large` when it unpacks to too
 * much.
 */
export function logsOfTelemetryApi(
  body: Uint8Array,
  source: FeedSource,
  receivedNs: bigint,
  room = new UnpackRoom(),
): readonly LogRecord[] {
  const sent = parseFeedJson(body, 'the Telemetry API batch', room);
  const events = isObject(sent) ? sent.events : sent;
  if (!Array.isArray(events))
    throw malformed(
      'a Telemetry API batch must be a list of {time, type, record}, or an object with that list as "events"',
    );
  if (events.length > MAX_ITEMS) throw malformed(`a Telemetry API batch has at most ${MAX_ITEMS} events`);
  const resource = resourceOf(isObject(sent) ? sent.resource : undefined, source);
  const repeats = new Repeats();
  const current = new CurrentRequest();
  const logs = events.filter(isObject).flatMap((event) => {
    const log = toLog(event, current, resource, receivedNs);
    return log ? [{ ...log, repeat: repeats.next(log) }] : [];
  });
  if (logs.length === 0 && events.length > 0)
    throw malformed('no event of the Telemetry API batch has a "type": send its events as they came');
  return logs;
}

function resourceOf(sent: unknown, source: FeedSource): Resource {
  if (sent !== undefined && !isObject(sent))
    throw malformed('resource must be an object of attributes by name, as {"faas.name": "orders"}');
  const attributes: Record<string, AttributeValue> = {
    'cloud.provider': 'aws',
    'cloud.platform': 'aws_lambda',
  };
  for (const [name, value] of Object.entries(sent ?? {}).slice(0, MAX_ATTRIBUTES)) {
    const key = cutText(name, MAX_NAME_BYTES);
    if (typeof value === 'string') attributes[key] = cutText(value, MAX_VALUE_BYTES);
    else if (typeof value === 'number' || typeof value === 'boolean') attributes[key] = value;
    else
      throw malformed(`resource has an attribute that is no text, number or boolean: ${key.slice(0, 128)}`);
  }
  Object.assign(attributes, source.attributes);
  const name = stringAttribute(attributes, 'faas.name');
  if (name === null)
    throw malformed(
      'the batch does not say which function it is of: add ?function=<name> to the address, the header X-Faaslens-Function, or "faas.name" to resource',
    );
  return { attributes: { 'service.name': name, ...attributes } };
}

function toLog(
  event: JsonObject,
  current: CurrentRequest,
  resource: Resource,
  receivedNs: bigint,
): LogRecord | null {
  const { type, record } = event;
  if (typeof type !== 'string' || type === '') return null;
  const { text, facts, time, fields } = read(type, record);
  const { requestId } = facts;
  current.event(type, requestId);
  const line = {
    timeMs: timeOf(time) ?? timeOf(event.time),
    text,
    facts: type === 'function' ? { ...facts, requestId: requestId ?? current.get() } : facts,
    attributes: { ...fields, type: safeText(type.slice(0, 128)) },
  };
  return toFeedLog(line, resource, SCOPE, receivedNs);
}

interface EventText {
  readonly text: string;
  readonly facts: LineFacts;
  /** The time given in the line itself. */
  readonly time?: unknown;
  /** The line's fields besides its text. */
  readonly fields?: Attributes;
}

function read(type: string, record: unknown): EventText {
  if (typeof record === 'string') return { text: record.trimEnd(), facts: lineFacts(record) };
  if (!isObject(record)) return { text: JSON.stringify(record ?? null), facts: lineFacts('') };
  const { message, timestamp, requestId } = record;
  if (type === 'function' || type === 'extension') {
    const facts = recordFacts(record);
    if (typeof message !== 'string') return { text: JSON.stringify(record), facts, time: timestamp };
    return { text: message, facts, time: timestamp, fields: fieldsOfLine(record, facts.severity) };
  }
  const id = typeof requestId === 'string' ? safeText(requestId.slice(0, 128)) : null;
  // Lost log lines deserve a warning among those that arrived.
  const level = type === 'platform.logsDropped' ? WARN : INFO;
  return { text: JSON.stringify(record), facts: { ...level, requestId: id } };
}

function timeOf(value: unknown): number | null {
  if (typeof value !== 'string' || !/^\d{4}-\d{2}-\d{2}T/.test(value)) return null;
  const time = Date.parse(value);
  return Number.isNaN(time) ? null : time;
}
