import { figureFacts } from '../../model/alerts/figures';
import type { RuleDefinition } from '../../model/alerts/rule';
import type { TimeRange } from '../../model/time-range';
import { figureValue, figureWindows } from '../figures/figure-value';
import { samplesOf, type WindowFigures } from '../figures/window-figures';
import type { Group } from '../groups';
import { readAnomaly, usualWindows } from './anomaly';
import { burnWindows, readBurnRate } from './burn-rate';
import { baselineWindows, readChange } from './change';
import { missing, pointOf, type Reading } from './reading';

/** Groups of windows that a rule looks at in one minute: of the figure now, then of the figure at earlier times. */
export function windowsOf(definition: RuleDefinition, at: number): readonly (readonly TimeRange[])[] {
  const { condition } = definition;
  if (condition.kind === 'burn_rate') return [burnWindows(condition, at)];
  const now = figureWindows(definition, at);
  if (condition.kind === 'change') return [now, ...baselineWindows(definition, condition, at)];
  if (condition.kind === 'anomaly') return [now, ...usualWindows(definition, at)];
  return [now];
}

/** What the figures of these windows mean; `figures` follows `windowsOf`. */
export function readWindows(
  definition: RuleDefinition,
  windows: readonly (readonly TimeRange[])[],
  figures: readonly (readonly WindowFigures[])[],
  { timeoutMs, firstSeen }: Pick<Group, 'timeoutMs' | 'firstSeen'>,
): Reading {
  const { condition, figure } = definition;
  const [now = [], ...earlier] = figures;
  if (condition.kind === 'burn_rate') return readBurnRate(condition, figure, definition.minSamples, now);
  const endOf = (index: number) => windows[index]?.[0]?.toMs ?? 0;
  const samples = samplesOf(now[0]);
  const value = figureValue(figure, now, endOf(0), timeoutMs);
  if (condition.kind === 'threshold') return readValue(definition, value, samples);
  if (value === null || isTooFewOrMany(definition, samples)) return missing(value, samples);
  if (condition.kind === 'change') {
    const baseline = earlier.map((of, index) => ({ windows: of, at: endOf(index + 1) }));
    return readChange(definition, condition, value, samples, baseline, timeoutMs);
  }
  if (condition.kind !== 'anomaly') return missing(value, samples);
  const usual = earlier.map((of, index) =>
    // Before its first invocation there was nothing usual, not usually nothing.
    (windows[index + 1]?.[0]?.fromMs ?? 0) < firstSeen
      ? null
      : figureValue(figure, of, endOf(index + 1), timeoutMs),
  );
  return readAnomaly(condition, figureFacts(figure).unit, value, samples, usual);
}

/** Holds a value against a plain threshold. */
export function readValue(definition: RuleDefinition, value: number | null, samples: number): Reading {
  const { condition } = definition;
  if (condition.kind !== 'threshold' || value === null || isTooFewOrMany(definition, samples))
    return missing(value, samples);
  const { direction, threshold, recovery } = condition;
  return {
    point: pointOf(direction, value, threshold, recovery),
    value,
    limit: threshold,
    score: value,
    samples,
    basis: null,
  };
}

function isTooFewOrMany({ minSamples, maxSamples }: RuleDefinition, samples: number): boolean {
  return samples < minSamples || (maxSamples !== null && samples > maxSamples);
}
