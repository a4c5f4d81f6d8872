import { isThinned, thinSpan } from '../../model/keeping/thin-span';
import type { LogRecord, Span } from '../../model/telemetry';
import { timelessContentOf } from '../derive/span-versions';
import { logId } from './log-row';
import { versionOf } from './span-row';
import type { StoredSpan } from './stored-facts';

/** Every arrival reads its trace again: without a bound, the growth of one trace would cost ever more. */
const MOST_SPANS_OF_A_TRACE = 20_000;

export interface ArrivingSpans {
  /** Those to be stored, of each span the version that counts. */
  readonly fresh: readonly StoredSpan[];
  readonly repeated: number;
  readonly refused: number;
}

/** Tells what arrived of one trace from what is stored of it, which is not changed. */
export function growTrace(stored: ReadonlyMap<string, StoredSpan>, arriving: readonly Span[]): ArrivingSpans {
  const fresh = new Map<string, StoredSpan>();
  let size = stored.size;
  let repeated = 0;
  let refused = 0;
  for (const span of arriving) {
    const known = fresh.get(span.spanId) ?? stored.get(span.spanId);
    const version = versionOf(span);
    if (known === undefined && size >= MOST_SPANS_OF_A_TRACE) {
      refused += 1;
      continue;
    }
    if (known !== undefined && !counts(span, version, known)) {
      repeated += 1;
      continue;
    }
    if (known === undefined) size += 1;
    fresh.set(span.spanId, { span, version });
  }
  return { fresh: [...fresh.values()], repeated, refused };
}

function counts(span: Span, version: bigint, known: StoredSpan): boolean {
  // Without a time of its own it is what is stored, received once more.
  const like = isThinned(known.span) ? thinSpan(span) : span;
  if (span.timeIsReceipt && timelessContentOf(like) === timelessContentOf(known.span)) return false;
  return version > known.version;
}

/** The records by their ids, each once. */
export function distinctLogs(logs: readonly LogRecord[]): ReadonlyMap<string, LogRecord> {
  const distinct = new Map<string, LogRecord>();
  for (const log of logs) {
    const id = logId(log);
    if (!distinct.has(id)) distinct.set(id, log);
  }
  return distinct;
}
