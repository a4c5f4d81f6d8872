import { figureFacts } from '../../model/alerts/figures';
import type { RuleDefinition } from '../../model/alerts/rule';
import type { TimeRange } from '../../model/time-range';
import type { Measures } from '../figures/measures';
import type { Group } from '../groups';
import { readAnomaly } from './anomaly';
import { readBurnRate } from './burn-rate';
import { readChange } from './change';
import { missing, pointOf, type Reading } from './reading';

/** What the measures of these windows mean; both follow `looksOf`. */
export function readMeasures(
  definition: RuleDefinition,
  windows: readonly (readonly TimeRange[])[],
  measures: Measures,
  { firstSeen }: Pick<Group, 'firstSeen'>,
): Reading {
  const { condition } = definition;
  if (condition.kind === 'burn_rate') return readBurnRate(condition, definition.minSamples, measures);
  const samples = measures.samples[0] ?? 0;
  const now = measures.values[0] ?? Number.NaN;
  const value = Number.isNaN(now) ? null : now;
  if (condition.kind === 'threshold') return readValue(definition, value, samples);
  if (value === null || isTooFewOrMany(definition, samples)) return missing(value, samples);
  if (condition.kind === 'change') return readChange(condition, value, samples, measures);
  if (condition.kind !== 'anomaly') return missing(value, samples);
  // Before its first invocation there was nothing usual, not usually nothing.
  const wasThere = (look: number) => (windows[look]?.[0]?.fromMs ?? 0) >= firstSeen;
  return readAnomaly(condition, figureFacts(definition.figure).unit, value, samples, measures, wasThere);
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
