import type { BurnRateCondition } from '../../model/alerts/rule';
import type { Measures } from '../figures/measures';
import { missing, pointOf, type Reading } from './reading';

/**
 * A burn rate is the share of bad invocations divided by the share that the objective allows: at 1 the budget lasts
 * exactly for its period. The value is the long window's of the pair that is nearest to its factor, or furthest beyond it;
 * a pair whose long window has fewer than `minSamples` invocations says nothing.
 */
export function readBurnRate(
  { objective, pairs }: BurnRateCondition,
  minSamples: number,
  { values, samples }: Measures,
): Reading {
  let worst = -1;
  let worstScore = 0;
  for (let pair = 0; pair < pairs.length; pair += 1) {
    const rate = values[2 * pair] ?? Number.NaN;
    if (Number.isNaN(rate) || (samples[2 * pair] ?? 0) < minSamples) continue;
    const shortRate = values[2 * pair + 1] ?? Number.NaN;
    const both = Math.min(rate, Number.isNaN(shortRate) ? 0 : shortRate);
    const score = both / (1 - objective) / (pairs[pair]?.factor ?? 1);
    if (worst >= 0 && score <= worstScore) continue;
    worst = pair;
    worstScore = score;
  }
  const found = pairs[worst];
  if (found === undefined) return missing(null, samples[0] ?? 0);
  return {
    point: pointOf('above', worstScore, 1, null),
    value: (values[2 * worst] ?? 0) / (1 - objective),
    limit: found.factor,
    score: worstScore,
    samples: samples[2 * worst] ?? 0,
    basis: { kind: 'burn_rate', objective, longMinutes: found.longMinutes },
  };
}
