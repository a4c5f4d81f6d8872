import { stringAttribute } from '../attributes';
import type { LogRecord } from '../telemetry';
import { NO_FACTS, NO_FIGURES, type PlatformFact } from './fact';
import { platformOriginOf } from './origin';
import { isRecord, parsePlatformRecord } from './platform-record';
import { parseReportLine, type ReportLine } from './report-line';
import { uncaughtIn } from './uncaught-line';

/** Character codes. */
const BRACE = 123;
const LETTER_T = 116;
/** A platform's JSON line names its type near its beginning, after the time. */
const TYPE_WITHIN = 200;
/** Platform objects are short; longer ones are the function's own. */
const MAX_JSON = 16 * 1024;

/**
 * What a platform reports in this record: Lambda's text lines, its JSON lines (`{"time", "type": "platform.report", "record"}`),
 * records whose attribute `type` names the event (OpenTelemetry's Lambda extension), and lines in which its runtimes say why an
 * execution failed. Called for every record, so an ordinary line costs only a few comparisons.
 */
export function factsOfLog(log: LogRecord): readonly PlatformFact[] {
  const said = read(log);
  if (said === null) return NO_FACTS;
  return [
    {
      ...NO_FIGURES,
      ...said.figures,
      kind: said.kind,
      requestId: said.requestId,
      origin: platformOriginOf(log.resource),
      timeNs: log.timeNs,
    },
  ];
}

function read(log: LogRecord): ReportLine | null {
  const { body, attributes } = log;
  const { type } = attributes;
  if (typeof type === 'string' && type.startsWith('platform.')) return readTyped(type, log);
  const line = body.charCodeAt(0) === BRACE ? readJson(body) : parseReportLine(body);
  return line ?? uncaughtIn(log);
}

function readJson(body: string): ReportLine | null {
  // The platform's lines begin with "time" or "type".
  if (body.charCodeAt(2) !== LETTER_T) return null;
  // Searches backwards from there, so that only the start of a long body is searched.
  if (body.lastIndexOf('"platform.', TYPE_WITHIN) < 0) return null;
  const event = parseJson(body);
  return isRecord(event) && typeof event.type === 'string'
    ? parsePlatformRecord(event.type, event.record)
    : null;
}

/** The record is the body as text or JSON (with or without its envelope); the id may be in an attribute. */
function readTyped(type: string, { body, attributes }: LogRecord): ReportLine | null {
  const requestId = stringAttribute(attributes, 'faas.invocation_id');
  if (body.charCodeAt(0) === BRACE) {
    const sent = parseJson(body);
    const record = isRecord(sent) && isRecord(sent.record) ? sent.record : sent;
    if (!isRecord(record)) return null;
    return parsePlatformRecord(type, requestId === null ? record : { requestId, ...record });
  }
  const line = parseReportLine(body);
  if (line) return line;
  return type === 'platform.start' && requestId !== null ? { kind: 'start', requestId, figures: {} } : null;
}

function parseJson(text: string): unknown {
  if (text.length > MAX_JSON) return null;
  try {
    return JSON.parse(text);
  } catch {
    return null;
  }
}
