import { type TimeRange, toWholeMinutes } from '../../model/time-range';
import { ROLLUP_STEPS } from './rollup-scope';

/** Rollup rows of one step, from `from` (included) to `to` (excluded), in seconds since the epoch. */
export interface Piece {
  readonly step: number;
  readonly from: number;
  readonly to: number;
}

/**
 * The fewest rollup steps that make up the range, widened to whole minutes: minutes at the edges, then hours, then
 * days, none coarser than `coarsest` seconds. In order of time; empty for an empty range.
 */
export function coverRange(range: TimeRange, coarsest: number = ROLLUP_STEPS[2]): Piece[] {
  const { fromMs, toMs } = toWholeMinutes(range);
  const steps = ROLLUP_STEPS.filter((step) => step <= coarsest);
  return cover(fromMs / 1000, toMs / 1000, steps);
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
