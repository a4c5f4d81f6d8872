import type { FigureUnit } from '../../model/alerts/figures';
import type { AnomalyCondition, RuleDefinition } from '../../model/alerts/rule';
import { DAY_MS, type TimeRange } from '../../model/time-range';
import { earlierWindows } from '../figures/figure-value';
import { missing, pointOf, type Reading, withinFloor } from './reading';

/** The same time of the week, and while there are too few weeks, the same time of the day. */
const WEEKS = [7, 14, 21, 28];
const DAYS = [1, 2, 3, 4, 5, 6];
const FEWEST = 3;
/** Of normally distributed values the median distance from the median is so much smaller than their deviation. */
const MAD_TO_DEVIATION = 1.4826;
/** What is usually constant may still change by a tenth of its value. */
const LEAST_SPREAD = 0.1;
/** Well again only when clearly inside the usual range. */
const RECOVERED_INSIDE = 0.75;

/** Windows of the same figure in earlier weeks, then on earlier days. */
export function usualWindows(
  definition: Pick<RuleDefinition, 'figure' | 'windowMinutes'>,
  at: number,
): readonly (readonly TimeRange[])[] {
  return [...WEEKS, ...DAYS].map((days) => earlierWindows(definition, at, days * DAY_MS));
}

/**
 * Compares a value with the median of what it was at this time of the week, in units of their spread (the median distance
 * from the median), which is never taken as less than a tenth of the median or what chance alone makes of so few.
 * `earlier` follows `usualWindows`; null where nothing was known.
 */
export function readAnomaly(
  { direction, deviations, floor }: AnomalyCondition,
  unit: FigureUnit,
  value: number,
  samples: number,
  earlier: readonly (number | null)[],
): Reading {
  const weeks = known(earlier.slice(0, WEEKS.length));
  const days = known(earlier.slice(WEEKS.length));
  const usual = weeks.length >= FEWEST ? weeks : days;
  if (usual.length < FEWEST) return missing(value, samples, 'too little is known of what is usual');
  const middle = median(usual);
  const spread = Math.max(
    MAD_TO_DEVIATION * median(usual.map((one) => Math.abs(one - middle))),
    LEAST_SPREAD * Math.abs(middle),
    chance(unit, middle, samples),
  );
  const side = direction === 'both' ? (value >= middle ? 'above' : 'below') : direction;
  const distance = side === 'above' ? value - middle : middle - value;
  const limit = side === 'above' ? middle + deviations * spread : Math.max(0, middle - deviations * spread);
  const isHarmless = withinFloor(side, value, floor);
  const score = spread === 0 ? (distance > 0 ? Number.POSITIVE_INFINITY : 0) : distance / spread;
  return {
    point: isHarmless ? 'clear' : pointOf('above', score, deviations, RECOVERED_INSIDE * deviations),
    value,
    limit,
    score: isHarmless ? null : score,
    samples,
    basis: { kind: 'anomaly', usual, ofWeeks: usual === weeks, middle, spread, deviations },
  };
}

/** How much a figure scatters when nothing but chance is at work. */
function chance(unit: FigureUnit, middle: number, samples: number): number {
  if (unit === 'count') return Math.sqrt(Math.max(1, middle));
  if (unit !== 'share' || samples === 0) return 0;
  return Math.sqrt((Math.min(1, middle) * Math.max(0, 1 - middle)) / samples) + 0.5 / samples;
}

function known(values: readonly (number | null)[]): readonly number[] {
  const found: number[] = [];
  for (const value of values) if (value !== null) found.push(value);
  return found;
}

function median(values: readonly number[]): number {
  const sorted = values.toSorted((a, b) => a - b);
  const half = sorted.length / 2;
  const upper = sorted[Math.floor(half)] ?? 0;
  return Number.isInteger(half) ? ((sorted[half - 1] ?? 0) + upper) / 2 : upper;
}
