import type { Attributes, AttributeValue } from '@/core/model/attributes';
import { MAX_ATTRIBUTES, MAX_NAME_BYTES, MAX_VALUE_BYTES } from '../otlp/limits';
import { cutText } from '../otlp/text';
import { doubleValue } from '../otlp/values';

type JsonLine = { readonly [key: string]: unknown };

/** OpenTelemetry's severity number of ERROR. */
const ERROR = 17;
/** Fields that are kept elsewhere in the record: its body, time, level and request. */
const SAID_ELSEWHERE = new Set([
  'message',
  'timestamp',
  'level',
  'log_level',
  'requestId',
  'AWSRequestId',
  'aws_request_id',
]);
/** Exception fields as Lambda's runtimes name them, and as the semantic conventions do. */
const EXCEPTION = new Map([
  ['errorType', 'exception.type'],
  ['errorMessage', 'exception.message'],
  ['stackTrace', 'exception.stacktrace'],
]);
/** Leaves room for attributes that the feed itself adds. */
const MOST_FIELDS = MAX_ATTRIBUTES - 8;

/**
 * The fields of a function's JSON line besides its message, as attributes: strings, numbers and booleans unchanged, anything
 * else as JSON. At severity ERROR and above, exception fields get the names of the semantic conventions.
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
