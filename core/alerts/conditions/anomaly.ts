import type { FigureUnit } from '../../model/alerts/figures';
import type { AnomalyCondition } from '../../model/alerts/rule';
import type { Measures } from '../figures/measures';
import { LOOKS_AT_WEEKS, MOST_USUAL } from './looks';
import { missing, pointOf, type Reading, withinFloor } from './reading';

/** From fewer values nobody can tell what is usual. */
export const FEWEST_KNOWN = 3;
/** Of normally distributed values the median distance from the median is so much smaller than their deviation. */
const MAD_TO_DEVIATION = 1.4826;
/** What is usually constant may still change by a tenth of its value. */
const LEAST_SPREAD = 0.1;
/** Well again only when clearly inside the usual range. */
const RECOVERED_INSIDE = 0.75;

/**
 * Compares a value with the median of what it was at this time of the week, in units of their spread (the median distance
 * from the median), which is never taken as less than a tenth of the median or what chance alone makes of so few.
 * The same time of the day stands in while there are too few weeks. Looks at times at which the group was not there
 * (`wasThere`) say nothing.
 */
export function readAnomaly(
  { direction, deviations, floor }: AnomalyCondition,
  unit: FigureUnit,
  value: number,
  samples: number,
  earlier: Measures,
  wasThere: (look: number) => boolean,
): Reading {
  const weeks = known(earlier, 1, LOOKS_AT_WEEKS, wasThere);
  const ofWeeks = weeks.length >= FEWEST_KNOWN;
  const usual = ofWeeks ? weeks : known(earlier, LOOKS_AT_WEEKS + 1, earlier.values.length - 1, wasThere);
  if (usual.length < FEWEST_KNOWN) return missing(value, samples, 'too little is known of what is usual');
  const { middle, distance: usualDistance } = medians(usual);
  const spread = Math.max(
    MAD_TO_DEVIATION * usualDistance,
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
    basis: { kind: 'anomaly', usual, ofWeeks, middle, spread, deviations },
  };
}

/** How much a figure scatters when nothing but chance is at work. */
function chance(unit: FigureUnit, middle: number, samples: number): number {
  if (unit === 'count') return Math.sqrt(Math.max(1, middle));
  if (unit !== 'share' || samples === 0) return 0;
  return Math.sqrt((Math.min(1, middle) * Math.max(0, 1 - middle)) / samples) + 0.5 / samples;
}

/** Of looks from `first` to `last`. */
function known(
  { values }: Measures,
  first: number,
  last: number,
  wasThere: (look: number) => boolean,
): readonly number[] {
  let count = 0;
  for (let look = first; look <= last; look += 1) {
    const value = values[look] ?? Number.NaN;
    if (!Number.isNaN(value) && wasThere(look)) room[count++] = value;
  }
  // Made at once, as long as it is: what grows as values come, or is cut, takes several times as much.
  const found = new Array<number>(count);
  for (let index = 0; index < count; index += 1) found[index] = room[index] ?? 0;
  return found;
}

/** Where values are gathered and sorted: a backtest does it a million times, and arrays of their own would have to be removed again. */
const room = new Float64Array(MOST_USUAL);

/** The median of the values and the median of their distances from it. */
function medians(values: readonly number[]): { readonly middle: number; readonly distance: number } {
  const { length } = values;
  for (let index = 0; index < length; index += 1) room[index] = values[index] ?? 0;
  const middle = middleOf(length);
  for (let index = 0; index < length; index += 1) room[index] = Math.abs((room[index] ?? 0) - middle);
  return { middle, distance: middleOf(length) };
}

/**
 * The median of the first so many values of the room, which it sorts by insertion: of a handful of numbers ten times as fast
 * as calls to compare them.
 */
function middleOf(length: number): number {
  for (let index = 1; index < length; index += 1) {
    const value = room[index] ?? 0;
    let at = index;
    for (; at > 0; at -= 1) {
      const before = room[at - 1] ?? 0;
      if (before <= value) break;
      room[at] = before;
    }
    room[at] = value;
  }
  const upper = room[length >> 1] ?? 0;
  return length % 2 === 0 ? ((room[(length >> 1) - 1] ?? 0) + upper) / 2 : upper;
}
