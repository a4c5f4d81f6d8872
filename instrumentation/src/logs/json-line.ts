import { exceptionAttributes } from '../trace/exception';
import { isRecord, recordOf, textOf, type UnknownRecord } from '../value';

/** What a line of a JSON logger says; what it leaves open is as the console method has it. */
export interface JsonLine {
  readonly severityNumber?: number;
  readonly severityText?: string;
  readonly body: string;
  readonly attributes: UnknownRecord;
  /** The `exception.*` attributes of the error that it names. */
  readonly exception: UnknownRecord | undefined;
}

const SEVERITIES: Readonly<Record<string, number>> = {
  TRACE: 1,
  DEBUG: 5,
  INFO: 9,
  WARN: 13,
  WARNING: 13,
  ERROR: 17,
  FATAL: 21,
  CRITICAL: 21,
};

// What the record says in its own fields, or the resource does.
const TOLD_ELSEWHERE = new Set([
  'level',
  'severity',
  'msg',
  'message',
  'time',
  'timestamp',
  'pid',
  'hostname',
]);

/**
 * Reads a line as pino, winston, bunyan or Powertools write it: an object with a message and a level. `undefined` for
 * any other text.
 */
export function readJsonLine(text: string): JsonLine | undefined {
  if (!text.startsWith('{') || !text.trimEnd().endsWith('}')) return undefined;
  let fields: UnknownRecord;
  try {
    fields = recordOf(JSON.parse(text));
  } catch {
    return undefined;
  }
  const body = textOf(fields.msg) ?? textOf(fields.message);
  const level = fields.level ?? fields.severity;
  if (body === undefined || level === undefined) return undefined;
  const error = [fields.err, fields.error].find(isRecord);
  const rest = Object.entries(fields).filter(([key, value]) => !TOLD_ELSEWHERE.has(key) && value !== error);
  return {
    ...severityOf(level),
    body,
    attributes: Object.fromEntries(rest.map(([key, value]) => [key, flat(value)])),
    exception: error && exceptionOf(error),
  };
}

/** As JSON where it is more than an attribute holds. */
function flat(value: unknown): unknown {
  const isDeep = Array.isArray(value) ? value.some((item) => typeof item === 'object') : isRecord(value);
  return isDeep ? JSON.stringify(value) : value;
}

/** A name in any case, or pino's number: trace 10, debug 20, and so on to fatal 60. */
function severityOf(level: unknown): Pick<JsonLine, 'severityNumber' | 'severityText'> {
  const severityText = typeof level === 'number' ? PINO[level] : String(level).toUpperCase();
  const severityNumber = SEVERITIES[severityText ?? ''];
  return severityNumber === undefined || severityText === undefined ? {} : { severityNumber, severityText };
}

const PINO: Readonly<Record<number, string>> = {
  10: 'TRACE',
  20: 'DEBUG',
  30: 'INFO',
  40: 'WARN',
  50: 'ERROR',
  60: 'FATAL',
};

function exceptionOf(error: UnknownRecord): UnknownRecord {
  return exceptionAttributes({
    type: textOf(error.type) ?? textOf(error.name) ?? 'Error',
    message: textOf(error.message),
    stack: textOf(error.stack),
  });
}
