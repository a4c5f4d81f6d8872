import type { Attributes, AttributeValue } from '@/core/model/attributes';
import { MAX_ATTRIBUTES, MAX_NAME_BYTES, MAX_VALUE_BYTES } from '../otlp/limits';
import { cutText } from '../otlp/text';
import { doubleValue } from '../otlp/values';

type JsonLine = { readonly [key: string]: unknown };

/** OpenTelemetry's severity number of ERROR. */
const ERROR = 17;
/** What a record says in another place: its body, its time, its level and its request. */
const SAID_ELSEWHERE = new Set([
  'message',
  'timestamp',
  'level',
  'log_level',
  'requestId',
  'AWSRequestId',
  'aws_request_id',
]);
/** How the runtimes of Lambda name the parts of an exception, and the conventions do. */
const EXCEPTION = new Map([
  ['errorType', 'exception.type'],
  ['errorMessage', 'exception.message'],
  ['stackTrace', 'exception.stacktrace'],
]);
/** Room for what a feed adds itself. */
const MOST_FIELDS = MAX_ATTRIBUTES - 8;

/**
 * What a function's JSON line says beside its message, as attributes: texts, numbers and booleans as they are, all else as
 * JSON. The exception of a line of severity ERROR and above gets the names of the conventions.
 */
export function fieldsOfLine(line: JsonLine, severity: number): Attributes {
  const fields: [string, AttributeValue][] = [];
  for (const [name, value] of Object.entries(line)) {
    if (fields.length >= MOST_FIELDS) break;
    if (SAID_ELSEWHERE.has(name) || value === null || value === undefined) continue;
    const convention = severity >= ERROR ? EXCEPTION.get(name) : undefined;
    if (convention === undefined) fields.push([cutText(name, MAX_NAME_BYTES), fieldValue(value)]);
    else fields.push([convention, fieldValue(Array.isArray(value) ? value.join('\n') : value)]);
  }
  return Object.fromEntries(fields);
}

function fieldValue(value: unknown): AttributeValue {
  if (typeof value === 'number') return doubleValue(value);
  if (typeof value === 'boolean') return value;
  return cutText(typeof value === 'string' ? value : JSON.stringify(value), MAX_VALUE_BYTES);
}
