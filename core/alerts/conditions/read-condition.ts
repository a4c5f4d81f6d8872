import { figureFacts } from '../../model/alerts/figures';
import type { RuleDefinition } from '../../model/alerts/rule';
import type { Measures } from '../figures/measures';
import type { Group } from '../groups';
import { readAnomaly } from './anomaly';
import { readBurnRate } from './burn-rate';
import { readChange } from './change';
import { LOOKS_AT_WEEKS, type Look, looksOf } from './looks';
import { missing, pointOf, type Reading } from './reading';

/** What the measures of the rule's looks at `at` mean. */
export function readMeasures(
  definition: RuleDefinition,
  at: number,
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
  if (condition.kind === 'composite') return missing(value, samples);
  // Before its first invocation there was nothing usual, not usually nothing; and the rest of a day says little of days.
  const wasThere = whichBegin(definition, at, firstSeen);
  if (condition.kind === 'change') return readChange(condition, value, samples, measures, wasThere);
  return readAnomaly(condition, figureFacts(definition.figure).unit, value, samples, measures, wasThere);
}

/** Which looks at earlier times begin at or after `sinceMs`. */
function whichBegin(definition: RuleDefinition, at: number, sinceMs: number): (look: number) => boolean {
  const looks = looksOf(definition);
  // When that furthest back does, all do: a backtest asks half a million times.
  const furthest = definition.condition.kind === 'anomaly' ? LOOKS_AT_WEEKS : looks.length - 1;
  return (looks[furthest]?.begins(at) ?? 0) >= sinceMs ? ALL_OF_THEM : thoseSince(looks, at, sinceMs);
}

/** Apart: a function that makes another sets memory aside for it, also when it does not come to that. */
function thoseSince(looks: readonly Look[], at: number, sinceMs: number): (look: number) => boolean {
  return (look) => (looks[look]?.begins(at) ?? 0) >= sinceMs;
}

const ALL_OF_THEM = () => true;

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
