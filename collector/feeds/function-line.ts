import { severityNumber } from '../otlp/enums';
import { safeText } from '../otlp/text';

/** What a function's log line says about itself besides its text. */
export interface LineFacts {
  /** OpenTelemetry's severity number, 0 if the line does not say. */
  readonly severity: number;
  readonly severityText: string;
  readonly requestId: string | null;
}

const SILENT: LineFacts = { severity: 0, severityText: '', requestId: null };
/** `<ISO time>\t<request id>\t<LEVEL>\t<message>` of Node and .NET; during Node's init the id is `undefined`. */
const NODE_LINE =
  /^\d{4}-\d{2}-\d{2}T[\d:.]+Z\t([\w-]{8,64}|undefined)\t([A-Z]{4,8}|trce|dbug|info|warn|fail|crit)\t/;
/** `[LEVEL]\t<ISO time>\t<request id>\t<message>` of Python. */
const PYTHON_LINE = /^\[([A-Z]{4,8})\]\t\d{4}-\d{2}-\d{2}T[\d:.]+Z\t([\w-]{8,64})\t/;
/** `E, [<ISO time> #<process>] ERROR <request id> -- <name>: <message>` of Ruby. */
const RUBY_LINE = /^[A-Z], \[[^\]]{10,60}\] {1,3}([A-Z]{4,8}) ([\w-]{8,64}) -- /;
/** `[ERROR] <type>: <message>`: how Python's runtime reports uncaught exceptions, and code that it cannot load. */
const BRACKETED_LEVEL = /^\[([A-Z]{4,8})\] /;
/** A longer JSON line is kept as it is and not parsed. */
const MAX_JSON = 256 * 1024;

/** Parses the beginning of a line in the formats that Lambda's runtimes write, text and JSON. */
export function lineFacts(line: string): LineFacts {
  if (line.startsWith('{')) return jsonFacts(line);
  const node = NODE_LINE.exec(line);
  if (node) return facts(node[2] ?? '', node[1] === 'undefined' ? null : (node[1] ?? null));
  const levelFirst = PYTHON_LINE.exec(line) ?? RUBY_LINE.exec(line);
  if (levelFirst) return facts(levelFirst[1] ?? '', levelFirst[2] ?? null);
  const bracketed = BRACKETED_LEVEL.exec(line);
  return bracketed ? facts(bracketed[1] ?? '', null) : SILENT;
}

/**
 * Facts from a function's JSON line: the level, which pino and bunyan give as a number and Python's runtime calls `log_level`
 * for uncaught exceptions, and the request id under the names that several loggers use.
 */
export function recordFacts(record: { readonly [key: string]: unknown }): LineFacts {
  const id = record.requestId ?? record.AWSRequestId ?? record.aws_request_id;
  const level = record.level ?? record.log_level;
  return facts(
    typeof level === 'string' ? level.slice(0, 32) : (NUMBERED.get(level) ?? ''),
    typeof id === 'string' && id !== '' ? safeText(id.slice(0, 128)) : null,
  );
}

function jsonFacts(line: string): LineFacts {
  if (line.length > MAX_JSON || !/"(?:log_)?level"/.test(line)) return SILENT;
  try {
    const record: unknown = JSON.parse(line);
    return typeof record === 'object' && record !== null ? recordFacts({ ...record }) : SILENT;
  } catch {
    return SILENT;
  }
}

function facts(level: string, requestId: string | null): LineFacts {
  const name = level.toUpperCase();
  const severity = severityNumber(ALIASES.get(name) ?? name);
  return { severity, severityText: severity === 0 ? '' : level, requestId };
}

const ALIASES: ReadonlyMap<string, string> = new Map([
  ['WARNING', 'WARN'],
  ['CRITICAL', 'FATAL'],
  // .NET's abbreviations.
  ['TRCE', 'TRACE'],
  ['DBUG', 'DEBUG'],
  ['FAIL', 'ERROR'],
  ['CRIT', 'FATAL'],
]);

const NUMBERED: ReadonlyMap<unknown, string> = new Map([
  [10, 'TRACE'],
  [20, 'DEBUG'],
  [30, 'INFO'],
  [40, 'WARN'],
  [50, 'ERROR'],
  [60, 'FATAL'],
]);
