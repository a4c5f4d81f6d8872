import { type TimeRange, toWholeMinutes } from '../../model/time-range';
import { ROLLUP_STEPS } from './rollup-scope';

const [MINUTE, HOUR, DAY] = ROLLUP_STEPS;

/** Rollup rows of one step, from `from` (included) to `to` (excluded), in seconds since the epoch. */
export interface Piece {
  readonly step: number;
  readonly from: number;
  readonly to: number;
}

/**
 * The fewest rollup steps that make up the range, widened to whole minutes: minutes at the edges, then hours, then
 * days, none coarser than `coarsest` seconds. Before `minutesSince`, the start of an hour in seconds since the epoch,
 * there are no minutes: what lies there is widened to whole hours. In order of time; empty for an empty range.
 */
export function coverRange(
  range: TimeRange,
  { coarsest = DAY, minutesSince = 0 }: { readonly coarsest?: number; readonly minutesSince?: number } = {},
): Piece[] {
  const { fromMs, toMs } = toWholeMinutes(range);
  const from = fromMs / 1000;
  const to = toMs / 1000;
  const upTo = (most: number) => ROLLUP_STEPS.filter((step) => step <= most);
  if (from >= to || from >= minutesSince) return cover(from, to, upTo(coarsest));
  const start = Math.floor(from / HOUR) * HOUR;
  const border = Math.min(Math.ceil(to / HOUR) * HOUR, minutesSince);
  const hours = upTo(Math.max(coarsest, HOUR)).filter((step) => step >= HOUR);
  return [...cover(start, border, hours), ...cover(border, to, upTo(coarsest))];
}

/**
 * The rollups of single minutes that begin in the range, widened to whole minutes; before `minutesSince`, as in `coverRange`,
 * those of hours that begin in it. Ranges that follow each other have no rollup in common.
 */
export function coverMinutes(range: TimeRange, minutesSince: number): Piece[] {
  const { fromMs, toMs } = toWholeMinutes(range);
  const from = fromMs / 1000;
  const to = toMs / 1000;
  const wholeHour = (seconds: number) => Math.ceil(seconds / HOUR) * HOUR;
  const border = Math.max(from, Math.min(to, minutesSince));
  const hours = { step: HOUR, from: wholeHour(from), to: wholeHour(border) };
  return [
    ...(from < minutesSince && hours.from < hours.to ? [hours] : []),
    ...(border < to ? [{ step: MINUTE, from: border, to }] : []),
  ];
}

function cover(from: number, to: number, steps: readonly number[]): Piece[] {
  const step = steps.at(-1);
  if (step === undefined || from >= to) return [];
  const finer = steps.slice(0, -1);
  const start = Math.ceil(from / step) * step;
  const end = Math.floor(to / step) * step;
  if (start >= end) return cover(from, to, finer);
  return [...cover(from, start, finer), { step, from: start, to: end }, ...cover(end, to, finer)];
}

/** The coarsest rollup step that divides a step of so many seconds. */
export function coarsestDividing(stepSeconds: number): number {
  return ROLLUP_STEPS.findLast((step) => stepSeconds % step === 0) ?? ROLLUP_STEPS[0];
}
