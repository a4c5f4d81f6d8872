import { type AttributeValue, stringAttribute } from '@/core/model/attributes';
import type { LogRecord, Resource, Scope } from '@/core/model/telemetry';
import { malformed } from '../otlp/errors';
import { isObject, type JsonObject } from '../otlp/json-fields';
import { MAX_ATTRIBUTES, MAX_ITEMS, MAX_NAME_BYTES, MAX_VALUE_BYTES } from '../otlp/limits';
import { Repeats } from '../otlp/repeats';
import { cutText, safeText } from '../otlp/text';
import type { FeedSource } from './delivery';
import { toFeedLog } from './feed-log';
import { type LineFacts, lineFacts, recordFacts } from './function-line';
import { parseFeedJson, UnpackRoom } from './json-body';

const SCOPE: Scope = { name: 'aws.lambda.telemetry', version: '', attributes: {} };

/**
 * The records of one batch of Lambda's Telemetry API, gzipped or not: the JSON list of `{time, type, record}` as it came,
 * or `{resource, events}` with that list as `events` and attributes by name as `resource`. The type is kept as the
 * attribute `type`; the body is the function's text, the message of its JSON line, or the platform's record as JSON,
 * which `factsOfLog` reads. The function must be named, by `source` or `resource`. Events without a type are left out;
 * equal ones are numbered.
 * @throws FaaslensError `invalid_input` that names the field when it is no such batch, `too_large` when it unpacks to too
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
  const logs = events.filter(isObject).flatMap((event) => {
    const log = toLog(event, resource, receivedNs);
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

function toLog(event: JsonObject, resource: Resource, receivedNs: bigint): LogRecord | null {
  const { type, record } = event;
  if (typeof type !== 'string' || type === '') return null;
  const { text, facts, time } = read(type, record);
  const line = {
    timeMs: timeOf(time) ?? timeOf(event.time),
    text,
    facts,
    attributes: { type: safeText(type.slice(0, 128)) },
  };
  return toFeedLog(line, resource, SCOPE, receivedNs);
}

function read(type: string, record: unknown): { text: string; facts: LineFacts; time: unknown } {
  if (typeof record === 'string')
    return { text: record.trimEnd(), facts: lineFacts(record), time: undefined };
  if (!isObject(record))
    return { text: JSON.stringify(record ?? null), facts: lineFacts(''), time: undefined };
  const { message, timestamp, requestId } = record;
  if (type === 'function' || type === 'extension') {
    const text = typeof message === 'string' ? message : JSON.stringify(record);
    return { text, facts: recordFacts(record), time: timestamp };
  }
  const id = typeof requestId === 'string' ? safeText(requestId.slice(0, 128)) : null;
  return {
    text: JSON.stringify(record),
    facts: { severity: 9, severityText: 'INFO', requestId: id },
    time: undefined,
  };
}

function timeOf(value: unknown): number | null {
  if (typeof value !== 'string' || !/^\d{4}-\d{2}-\d{2}T/.test(value)) return null;
  const time = Date.parse(value);
  return Number.isNaN(time) ? null : time;
}
