import type { ChangeCondition, RuleDefinition } from '../../model/alerts/rule';
import { DAY_MS, MINUTE_MS, type TimeRange } from '../../model/time-range';
import { earlierWindows, figureValue } from '../figures/figure-value';
import { samplesOf, type WindowFigures } from '../figures/window-figures';
import { whenAgainst } from './explanation';
import { missing, pointOf, type Reading, withinFloor } from './reading';

const DAYS = [1, 2, 3, 4, 5, 6, 7];

/** One list of windows for each earlier time that is compared with. */
export function baselineWindows(
  definition: Pick<RuleDefinition, 'figure' | 'windowMinutes'>,
  { against }: ChangeCondition,
  at: number,
): readonly (readonly TimeRange[])[] {
  const shifts = {
    previous: [definition.windowMinutes * MINUTE_MS],
    day: [DAY_MS],
    week: [7 * DAY_MS],
    mean_7d: DAYS.map((days) => days * DAY_MS),
  };
  return shifts[against].map((shift) => earlierWindows(definition, at, shift));
}

/** Compares a value with the mean of its earlier ones; those that are unknown or have too few invocations are left out. */
export function readChange(
  { figure }: Pick<RuleDefinition, 'figure'>,
  condition: ChangeCondition,
  value: number,
  samples: number,
  baseline: readonly { readonly windows: readonly WindowFigures[]; readonly at: number }[],
  timeoutMs: number | null,
): Reading {
  const { direction, ratio, recoveryRatio, floor } = condition;
  const known = baseline.flatMap(({ windows, at }) => {
    const count = samplesOf(windows[0]);
    if (count === 0 || count < condition.minBaselineSamples) return [];
    return figureValue(figure, windows, at, timeoutMs) ?? [];
  });
  if (known.length === 0)
    return missing(value, samples, `nothing to compare with ${whenAgainst(condition.against)}`);
  const mean = known.reduce((sum, one) => sum + one, 0) / known.length;
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
