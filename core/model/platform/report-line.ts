import { plausibleMb, plausibleMs } from '../plausible';
import type { FactKind, PlatformFigures, PlatformStatus } from './fact';
import { traceIdOfXRay } from './x-ray';

/** A line in which Lambda reports on an execution or, without `requestId`, on an environment's init. */
export interface ReportLine {
  readonly kind: FactKind;
  readonly requestId: string | null;
  readonly figures: Partial<PlatformFigures>;
}

/** Platform lines are short; longer ones are the function's own. */
const MAX_LENGTH = 2048;
const INIT_REPORT = 'INIT_REPORT ';
const REQUEST_ID = /^(START|REPORT) RequestId: ([\w-]{8,64})(?:\s|$)/;
const CRASH = /^RequestId: ([\w-]{8,64}) Error: (.*)/;
const TIMEOUT = /(?:^|\s)([\w-]{8,64}) (Task timed out after (\d+(?:\.\d+)?) seconds)\s*$/;
/** `Name: value`. If separated by spaces instead of tabs, a unit may precede the name, of which only MB has capitals. */
const FIELD = /(?:MB )?([A-Z][A-Za-z ]{3,24}): (\S+)/g;

const STATUSES: ReadonlyMap<string, PlatformStatus> = new Map<string, PlatformStatus>([
  ['success', 'success'],
  ['error', 'error'],
  ['failure', 'failure'],
  ['timeout', 'timeout'],
]);

/** Character codes. */
const [R, S, I, ZERO, NINE] = [82, 83, 73, 48, 57];

/** Parses a status in the platform's words, ignoring case; null for any other word. */
export function statusOf(text: unknown): PlatformStatus | null {
  return typeof text === 'string' ? (STATUSES.get(text.toLowerCase()) ?? null) : null;
}

/** Whether the line may be one of Lambda's own: checks its first characters, for the many lines that are not. */
function mayBeReportLine(line: string): boolean {
  const first = line.charCodeAt(0);
  if (first === R) return line.startsWith('REPORT RequestId: ') || line.startsWith('RequestId: ');
  if (first === S) return line.startsWith('START RequestId: ');
  if (first === I) return line.startsWith(INIT_REPORT);
  // `<time> <id> Task timed out after 3.00 seconds`: only short lines are searched.
  return first >= ZERO && first <= NINE && line.length < 200 && line.includes(' Task timed out after ');
}

/** Parses a line by its field names, any of which may be missing; null when it is not Lambda's or says nothing. */
export function parseReportLine(line: string): ReportLine | null {
  if (!mayBeReportLine(line)) return null;
  const text = line.slice(0, MAX_LENGTH);
  const crash = CRASH.exec(text);
  if (crash) return crashed(crash[1] ?? '', (crash[2] ?? '').trim());
  const timeout = TIMEOUT.exec(text);
  if (timeout) {
    const timeoutMs = plausibleMs(Number(timeout[3]) * 1000);
    const figures = {
      durationMs: timeoutMs,
      timeoutMs,
      status: 'timeout',
      errorMessage: timeout[2] ?? null,
    } as const;
    return { kind: 'timeout', requestId: timeout[1] ?? null, figures };
  }
  if (text.startsWith(INIT_REPORT)) {
    return { kind: 'init', requestId: null, figures: figuresOf(text.slice(INIT_REPORT.length)) };
  }
  const match = REQUEST_ID.exec(text);
  if (!match) return null;
  const [, word, requestId = null] = match;
  if (word === 'START') return { kind: 'start', requestId, figures: {} };
  return { kind: 'report', requestId, figures: figuresOf(text) };
}

/** `RequestId: <id> Error: Runtime exited with error: signal: killed` and the like; other errors are the function's. */
function crashed(requestId: string, message: string): ReportLine | null {
  if (!message.startsWith('Runtime exited') && !message.startsWith('Runtime failed')) return null;
  const figures = { status: 'failure', errorType: 'Runtime.ExitError', errorMessage: message } as const;
  return { kind: 'crash', requestId, figures };
}

function figuresOf(text: string): Partial<PlatformFigures> {
  const fields = new Map<string, string>();
  for (const [, name = '', value = ''] of text.matchAll(FIELD)) fields.set(name, value);
  const ms = (name: string) => plausibleMs(numberOf(fields.get(name)));
  const mb = (name: string) => plausibleMb(numberOf(fields.get(name)));
  return {
    durationMs: ms('Duration'),
    billedMs: ms('Billed Duration'),
    memorySizeMb: mb('Memory Size'),
    maxMemoryUsedMb: mb('Max Memory Used'),
    initDurationMs: ms('Init Duration'),
    restoreDurationMs: ms('Restore Duration'),
    status: statusOf(fields.get('Status')),
    errorType: fields.get('Error Type') ?? null,
    traceId: traceIdOfXRay(fields.get('XRAY TraceId')),
  };
}

function numberOf(text: string | undefined): number | null {
  return text !== undefined && /^\d+(?:\.\d+)?$/.test(text) ? Number(text) : null;
}
