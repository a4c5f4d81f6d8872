import { MINUTE_MS, type TimeRange } from '../../model/time-range';
import { nsToTimeMs } from '../derive/times';

const HOUR_MS = 60 * MINUTE_MS;

/** What of a range is counted by rows, and what by hours, which widen it to whole ones. */
export interface Split {
  readonly rows: TimeRange;
  /** Null when there is nothing. */
  readonly hours: TimeRange | null;
}

/** `sinceNs`: before it there are only hours. */
export function splitRange({ fromMs, toMs }: TimeRange, sinceNs: bigint): Split {
  const sinceMs = nsToTimeMs(sinceNs);
  if (fromMs >= sinceMs || fromMs >= toMs) return { rows: { fromMs, toMs }, hours: null };
  const from = Math.floor(fromMs / HOUR_MS) * HOUR_MS;
  const to = Math.min(Math.ceil(toMs / HOUR_MS) * HOUR_MS, sinceMs);
  return { rows: { fromMs: sinceMs, toMs }, hours: { fromMs: from, toMs: to } };
}

/** The same of ranges that follow each other: of hours those count that begin in the range. */
export function splitBeginning({ fromMs, toMs }: TimeRange, sinceNs: bigint): Split {
  const sinceMs = nsToTimeMs(sinceNs);
  if (fromMs >= sinceMs || fromMs >= toMs) return { rows: { fromMs, toMs }, hours: null };
  const from = Math.ceil(fromMs / HOUR_MS) * HOUR_MS;
  const to = Math.ceil(Math.min(toMs, sinceMs) / HOUR_MS) * HOUR_MS;
  return { rows: { fromMs: sinceMs, toMs }, hours: from < to ? { fromMs: from, toMs: to } : null };
}

/** A term about `invocation AS i` as one about hours of the same names, called `h`. */
export function aboutHours(term: string): string {
  return term.replaceAll(/\bi\./g, 'h.');
}
