import type { LogRecord, Resource, Scope } from '@/core/model/telemetry';
import { malformed } from '../otlp/errors';
import { isObject, type JsonObject } from '../otlp/json-fields';
import { MAX_ITEMS } from '../otlp/limits';
import { Repeats } from '../otlp/repeats';
import { safeText } from '../otlp/text';
import { toFeedLog } from './feed-log';
import { type LineFacts, lineFacts, recordFacts } from './function-line';
import { parseFeedJson } from './json-body';

const SCOPE: Scope = { name: 'aws.lambda.telemetry', version: '', attributes: {} };

/**
 * The records of one batch of Lambda's Telemetry API (a JSON list of `{time, type, record}`), gzipped or not. The type is
 * kept as the attribute `type`; the body is the function's text, the message of its JSON line, or the platform's record
 * as JSON, which `factsOfLog` reads. `resource` says which function sent them. Events without a type are left out; equal
 * ones are numbered.
 * @throws FaaslensError `invalid_input` when it is no such list, `too_large` when it unpacks to too much.
 */
export function logsOfTelemetryApi(
  body: Uint8Array,
  resource: Resource,
  receivedNs: bigint,
): readonly LogRecord[] {
  const sent = parseFeedJson(body, 'the Telemetry API batch');
  if (!Array.isArray(sent)) throw malformed('a Telemetry API batch must be a list of {time, type, record}');
  if (sent.length > MAX_ITEMS) throw malformed(`a Telemetry API batch has at most ${MAX_ITEMS} events`);
  const repeats = new Repeats();
  return sent.filter(isObject).flatMap((event) => {
    const log = toLog(event, resource, receivedNs);
    return log ? [{ ...log, repeat: repeats.next(log) }] : [];
  });
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
  const id = typeof requestId === 'string' ? requestId.slice(0, 128) : null;
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
