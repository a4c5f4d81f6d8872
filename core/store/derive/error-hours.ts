import { FaaslensError } from '../../errors';
import type { TimeRange } from '../../model/time-range';
import type { ErrorDetail } from '../errors';

const HOUR_MS = 3_600_000;
const MOST_PARTS = 24;
/** More points than any chart draws. */
const MOST_POINTS = 20_000;

/** Errors of one hour since the epoch. */
export interface CountedHour {
  readonly hour: number;
  readonly count: number;
}

/** The hours since the epoch that a range touches, `to` exclusive. */
export function wholeHours({ fromMs, toMs }: TimeRange): { readonly from: number; readonly to: number } {
  return { from: Math.floor(fromMs / HOUR_MS), to: Math.ceil(toMs / HOUR_MS) };
}

/** The equal parts of the range that a trend counts in, oldest first: one per hour, at most 24. `to` is exclusive. */
export function trendParts(range: TimeRange): readonly { readonly from: number; readonly to: number }[] {
  const { from, to } = wholeHours(range);
  const parts = partsOf(to - from);
  const border = (part: number) => from + Math.ceil((part * (to - from)) / parts);
  return Array.from({ length: parts }, (_, part) => ({ from: border(part), to: border(part + 1) }));
}

function partsOf(hours: number): number {
  return Math.min(MOST_PARTS, Math.max(1, hours));
}

/** Counts in the parts of the range given by `trendParts`. */
export function trendOf(range: TimeRange, hours: readonly CountedHour[]): readonly number[] {
  const { from, to } = wholeHours(range);
  const parts = new Array<number>(partsOf(to - from)).fill(0);
  for (const { hour, count } of hours) {
    const part = Math.floor(((hour - from) * parts.length) / (to - from));
    parts[part] = (parts[part] ?? 0) + count;
  }
  return parts;
}

/**
 * Counts per hour, oldest first, without gaps.
 * @throws FaaslensError `invalid_input` for a range of too many hours
 */
export function seriesOf(range: TimeRange, hours: readonly CountedHour[]): ErrorDetail['series'] {
  const { from, to } = wholeHours(range);
  const length = Math.max(0, to - from);
  if (length > MOST_POINTS) {
    throw new FaaslensError('invalid_input', `range: has more than ${MOST_POINTS} hours`);
  }
  const counts = new Array<number>(length).fill(0);
  for (const { hour, count } of hours) counts[hour - from] = (counts[hour - from] ?? 0) + count;
  return counts.map((count, index) => ({ t: (from + index) * HOUR_MS, count }));
}
