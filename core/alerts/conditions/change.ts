import type { ChangeCondition } from '../../model/alerts/rule';
import type { Measures } from '../figures/measures';
import { whenAgainst } from './explanation';
import { missing, pointOf, type Reading, withinFloor } from './reading';

/**
 * Compares a value with the mean of its earlier ones. Left out are those that are unknown or have too few invocations, and looks at
 * times at which the group was not there, or not from their beginning (`wasThere`).
 */
export function readChange(
  condition: ChangeCondition,
  value: number,
  samples: number,
  earlier: Measures,
  wasThere: (look: number) => boolean,
): Reading {
  const { direction, ratio, recoveryRatio, floor, minBaselineSamples } = condition;
  let sum = 0;
  let known = 0;
  for (let look = 1; look < earlier.values.length; look += 1) {
    const one = earlier.values[look] ?? Number.NaN;
    const count = earlier.samples[look] ?? 0;
    if (count === 0 || count < minBaselineSamples || Number.isNaN(one) || !wasThere(look)) continue;
    sum += one;
    known += 1;
  }
  if (known === 0)
    return missing(value, samples, `nothing to compare with ${whenAgainst(condition.against)}`);
  const mean = sum / known;
  const limit = ratio * mean;
  const isHarmless = withinFloor(direction, value, floor);
  const ratioNow = mean === 0 ? (value > 0 ? Number.POSITIVE_INFINITY : 1) : value / mean;
  return {
    point: isHarmless
      ? 'clear'
      : pointOf(direction, value, limit, recoveryRatio === null ? null : recoveryRatio * mean),
    value,
    limit,
    score: isHarmless ? null : ratioNow,
    samples,
    basis: { kind: 'change', mean, against: condition.against },
  };
}
