import { describe, expect, it } from 'vitest';
import type { RuleDefinition } from '../../model/alerts/rule';
import { DAY_MS, MINUTE_MS } from '../../model/time-range';
import { parseInput } from '../../settings/inputs';
import { type RuleDraft, ruleInputSchema } from '../../settings/rule-schema';
import { measuresOf } from '../figures/measures';
import { FigureSums, NOTHING, type WindowFigures } from '../figures/window-figures';
import { explain } from './explanation';
import { windowsOf } from './looks';
import { readMeasures } from './read-condition';

const NOON = Date.UTC(2026, 2, 4, 12);
const KNOWN = { timeoutMs: 1000, firstSeen: 0 };

function rule(draft: Omit<RuleDraft, 'name'>): RuleDefinition {
  return parseInput(ruleInputSchema, { name: 'r', ...draft });
}

function window(counts: Partial<FigureSums['counts']>): WindowFigures {
  const sums = new FigureSums();
  Object.assign(sums.counts, counts);
  return sums;
}

/** Reads a rule whose windows have these figures, in the order of `windowsOf`. */
function read(definition: RuleDefinition, figures: readonly WindowFigures[], at = NOON, known = KNOWN) {
  const windows = windowsOf(definition, at);
  let next = 0;
  const shown = windows.map((ranges) => ranges.map(() => figures[next++] ?? NOTHING));
  const measures = measuresOf(definition.figure, windows, shown, known, () => true);
  return readMeasures(definition, at, measures, known);
}

const calls = (invocations: number, errors = 0) =>
  window({ invocations, ok: invocations - errors, error: errors });

describe('a threshold', () => {
  it('is missing data below the least and above the most samples', () => {
    const low = rule({
      figure: 'errors',
      condition: { kind: 'threshold', threshold: 2, recovery: 0 },
      minSamples: 3,
      maxSamples: 10,
    });
    expect(read(low, [calls(2, 2)]).point).toBe('missing');
    expect(read(low, [calls(3, 3)])).toMatchObject({ point: 'breach', value: 3, limit: 2, samples: 3 });
    expect(read(low, [calls(9, 1)]).point).toBe('held');
    expect(read(low, [calls(10, 0)]).point).toBe('clear');
    expect(read(low, [calls(11, 9)]).point).toBe('missing');
  });

  it('may be below, as for traffic', () => {
    const traffic = rule({
      figure: 'invocations',
      condition: { kind: 'threshold', direction: 'below', threshold: 10, recovery: 20 },
    });
    expect([5, 10, 15, 20].map((count) => read(traffic, [calls(count)]).point)).toEqual([
      'breach',
      'held',
      'held',
      'clear',
    ]);
  });
});

describe('figures', () => {
  const DAY = { invocations: 10, costPicoUsd: 6e12 };
  it.each<[RuleDraft['figure'], readonly WindowFigures[], number | null]>([
    ['ok', [calls(10, 4)], 6],
    ['error_rate', [calls(10, 4)], 0.4],
    ['error_rate', [calls(0)], null],
    ['errors', [calls(0)], 0],
    ['timeouts', [window({ invocations: 4, timeout: 3 })], 3],
    ['oom_rate', [window({ invocations: 4, oom: 1 })], 0.25],
    ['throttles', [window({ invocations: 4 })], null],
    ['throttles', [window({ invocations: 4, throttled: 2 })], 2],
    ['cold_start_rate', [window({ invocations: 4, coldStarts: 1 })], 0.25],
    ['duration_avg', [window({ invocations: 4, durationSumNs: 8e6 })], 2],
    ['duration_max', [window({ invocations: 4, durationMaxNs: 8e6 })], 8],
    ['dependency_calls', [window({ calls: 4 })], 4],
    ['dependency_errors', [window({ calls: 4, failedCalls: 1 })], 1],
    ['dependency_error_rate', [window({ calls: 4, failedCalls: 1 })], 0.25],
    ['dependency_error_rate', [window({})], null],
    ['dependency_duration_p95', [{ ...window({ calls: 4 }), durationMs: (q) => 100 * q }], 95],
    ['cost', [window(DAY)], 6],
    // What nobody has a price of is unknown, not nothing; what is known of some is the least it was.
    ['cost', [window({ invocations: 4, unpriced: 4 })], null],
    ['cost', [window({ invocations: 4, unpriced: 3, costPicoUsd: 1e12 })], 1],
    ['cost', [window({})], 0],
    ['cost_forecast_day', [window({}), window({ invocations: 4, unpriced: 4 })], null],
    // Half of the day is over; the last 24 hours cost 4, so that the rest of the day will cost 2.
    ['cost_forecast_day', [window(DAY), window({ costPicoUsd: 4e12 })], 8],
  ])('%s', (figure, figures, value) => {
    expect(read(rule({ figure, condition: { kind: 'threshold', threshold: 0.5 } }), figures).value).toBe(
      value,
    );
  });

  it('take percentiles as shares of the time limit, when there is one', () => {
    const near = rule({ figure: 'duration_p95_of_limit', condition: { kind: 'threshold', threshold: 0.8 } });
    const sums: WindowFigures = { ...calls(5), durationMs: () => 900, initMs: () => null };
    expect(read(near, [sums])).toMatchObject({ point: 'breach', value: 0.9 });
    expect(read(near, [sums], NOON, { timeoutMs: null as never, firstSeen: 0 }).point).toBe('missing');
  });
});

describe('a change', () => {
  const week = rule({
    figure: 'invocations',
    windowMinutes: 60,
    condition: {
      kind: 'change',
      ratio: 2,
      recoveryRatio: 1.5,
      against: 'week',
      floor: 30,
      minBaselineSamples: 10,
    },
  });

  it('looks at the same window a week ago, or at seven days', () => {
    expect(windowsOf(week, NOON)[1]).toEqual([
      { fromMs: NOON - 7 * DAY_MS - 60 * MINUTE_MS, toMs: NOON - 7 * DAY_MS },
    ]);
    const mean = rule({
      figure: 'cost_forecast_day',
      condition: { kind: 'change', ratio: 1.5, against: 'mean_7d' },
    });
    const midnight = NOON - DAY_MS / 2;
    expect(windowsOf(mean, NOON)).toHaveLength(8);
    expect(windowsOf(mean, NOON)[1]?.[0]).toEqual({ fromMs: midnight - DAY_MS, toMs: midnight });
    const days = [3, 3, 3, 3, 4, 4, 1].flatMap((usd) => [
      window({ invocations: 1, costPicoUsd: usd * 1e12 }),
      NOTHING,
    ]);
    expect(read(mean, [window({ invocations: 1, costPicoUsd: 5e12 }), NOTHING, ...days])).toMatchObject({
      point: 'breach',
      value: 5,
      limit: 4.5,
      basis: { kind: 'change', mean: 3, against: 'mean_7d' },
    });
  });

  it('compares with nothing that began before the first invocation, of which it has a part', () => {
    const mean = rule({
      figure: 'cost_forecast_day',
      condition: { kind: 'change', ratio: 1.5, against: 'mean_7d' },
    });
    const cost = (usd: number) => window({ invocations: 1, costPicoUsd: usd * 1e12 });
    const firstDay = [cost(8), NOTHING, cost(1), NOTHING];
    const evening = (daysAgo: number) => ({ ...KNOWN, firstSeen: NOON - daysAgo * DAY_MS + DAY_MS / 4 });
    expect(read(mean, firstDay, NOON, evening(1))).toMatchObject({ point: 'missing', value: 8 });
    const threeDays = [cost(8), NOTHING, cost(7), NOTHING, cost(9), NOTHING, cost(1), NOTHING];
    expect(read(mean, threeDays, NOON, evening(3))).toMatchObject({ point: 'clear', limit: 12 });
    const begun = { ...KNOWN, firstSeen: NOON - 7 * DAY_MS - 60 * MINUTE_MS + 1 };
    expect(read(week, [calls(99), calls(20)], NOON, begun).point).toBe('missing');
  });

  it('breaches beyond the ratio and the floor only, and says what it was', () => {
    expect(read(week, [calls(41), calls(20)])).toMatchObject({
      point: 'breach',
      limit: 40,
      basis: { kind: 'change', mean: 20, against: 'week' },
    });
    expect(explain(read(week, [calls(41), calls(20)]).basis)).toBe('it was 20 at this time a week ago');
    expect(read(week, [calls(40), calls(20)]).point).toBe('held');
    expect(read(week, [calls(31), calls(20)]).point).toBe('held');
    expect(read(week, [calls(30), calls(12)]).point).toBe('clear');
    expect(read(week, [calls(99), calls(9)]).point).toBe('missing');
  });
});

describe('an anomaly', () => {
  const unusual = rule({ figure: 'invocations', condition: { kind: 'anomaly', deviations: 3 } });
  const weeks = (counts: readonly number[]) => counts.map((count) => calls(count));

  it('is further from what is usual at this time of the week than the usual spread, and says so', () => {
    const usual = weeks([100, 110, 90, 100]);
    expect(read(unusual, [calls(120), ...usual]).point).toBe('clear');
    expect(read(unusual, [calls(128), ...usual]).point).toBe('held');
    const high = read(unusual, [calls(200), ...usual]);
    expect(high).toMatchObject({ point: 'breach', limit: 130 });
    expect(explain(high.basis)).toContain('at this time of the last weeks it was 100, 110, 90, 100');
    expect(read(unusual, [calls(20), ...usual])).toMatchObject({ point: 'breach', limit: 70 });
  });

  it('follows the season: what is usual on Sundays is unusual on Mondays', () => {
    expect(read(unusual, [calls(5), ...weeks([4, 5, 6, 5]), ...weeks([900, 900, 900])]).point).toBe('clear');
    expect(read(unusual, [calls(900), ...weeks([4, 5, 6, 5]), ...weeks([900, 900, 900])]).point).toBe(
      'breach',
    );
  });

  it('takes days while there are too few weeks, and says nothing while there are too few of both', () => {
    const young = { timeoutMs: 1000, firstSeen: NOON - 4.5 * DAY_MS };
    const idle = weeks([0, 0, 0, 0]);
    const days = weeks([50, 50, 50, 50]);
    expect(read(unusual, [calls(300), ...idle, ...days], NOON, young)).toMatchObject({
      point: 'breach',
      basis: { kind: 'anomaly', usual: [50, 50, 50, 50], ofWeeks: false },
    });
    const younger = { timeoutMs: 1000, firstSeen: NOON - 2.5 * DAY_MS };
    expect(read(unusual, [calls(300), ...idle, ...days], NOON, younger).point).toBe('missing');
  });

  it('does not take chance for an anomaly', () => {
    const few = rule({ figure: 'error_rate', condition: { kind: 'anomaly' } });
    expect(read(few, [calls(10, 1), ...Array.from({ length: 4 }, () => calls(10, 0))]).point).toBe('clear');
    expect(read(few, [calls(1000, 100), ...Array.from({ length: 4 }, () => calls(1000, 0))]).point).toBe(
      'breach',
    );
  });
});

describe('a burn rate', () => {
  const budget = rule({
    figure: 'error_rate',
    condition: { kind: 'burn_rate', objective: 0.999 },
    minSamples: 100,
  });

  it('breaches when the budget burns too fast in the long and in the short window', () => {
    const slow = [calls(10_000, 0), calls(1000, 0), calls(50_000, 0), calls(5000, 0)];
    const fast = read(budget, [calls(10_000, 200), calls(1000, 20), ...slow]);
    expect(fast).toMatchObject({ point: 'breach', limit: 14.4, samples: 10_000 });
    expect(fast.value).toBeCloseTo(20);
    expect(explain(fast.basis)).toBe('times as fast as the budget of 0.1 % allows, over 60 min');
    expect(read(budget, [calls(10_000, 200), calls(1000, 0), ...slow]).point).toBe('clear');
    expect(
      read(budget, [calls(10_000, 130), calls(1000, 13), calls(60_000, 400), calls(5000, 35), ...slow]),
    ).toMatchObject({
      point: 'breach',
      limit: 6,
    });
  });

  it('says nothing of windows with too few invocations', () => {
    expect(
      read(
        budget,
        Array.from({ length: 6 }, () => calls(99, 99)),
      ).point,
    ).toBe('missing');
  });
});
