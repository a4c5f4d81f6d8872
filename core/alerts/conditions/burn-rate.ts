import type { FigureName } from '../../model/alerts/figures';
import type { BurnRateCondition } from '../../model/alerts/rule';
import { MINUTE_MS, type TimeRange } from '../../model/time-range';
import { figureValue } from '../figures/figure-value';
import { samplesOf, type WindowFigures } from '../figures/window-figures';
import { missing, pointOf, type Reading } from './reading';

/** The long and the short window of each pair, one after another. */
export function burnWindows({ pairs }: BurnRateCondition, at: number): readonly TimeRange[] {
  return pairs.flatMap(({ longMinutes, shortMinutes }) =>
    [longMinutes, shortMinutes].map((minutes) => ({ fromMs: at - minutes * MINUTE_MS, toMs: at })),
  );
}

/**
 * A burn rate is the share of bad invocations divided by the share that the objective allows: at 1 the budget lasts
 * exactly for its period. The value is the long window's of the pair that is nearest to its factor, or furthest beyond it;
 * a pair whose long window has fewer than `minSamples` invocations says nothing.
 */
export function readBurnRate(
  { objective, pairs }: BurnRateCondition,
  figure: FigureName,
  minSamples: number,
  windows: readonly WindowFigures[],
): Reading {
  const rateOf = (window: WindowFigures | undefined) =>
    window === undefined ? null : figureValue(figure, [window], 0, null);
  const readings = pairs.flatMap(({ factor, longMinutes }, index) => {
    const long = windows[2 * index];
    const longRate = rateOf(long);
    const samples = samplesOf(long);
    if (longRate === null || samples < minSamples) return [];
    const burn = longRate / (1 - objective);
    const shortBurn = (rateOf(windows[2 * index + 1]) ?? 0) / (1 - objective);
    return [{ burn, factor, samples, longMinutes, score: Math.min(burn, shortBurn) / factor }];
  });
  const [first, ...others] = readings;
  if (first === undefined) return missing(null, samplesOf(windows[0]));
  const worst = others.reduce((one, other) => (other.score > one.score ? other : one), first);
  return {
    point: pointOf('above', worst.score, 1, null),
    value: worst.burn,
    limit: worst.factor,
    score: worst.score,
    samples: worst.samples,
    basis: { kind: 'burn_rate', objective, longMinutes: worst.longMinutes },
  };
}
