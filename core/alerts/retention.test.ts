import { afterEach, beforeEach, expect, it } from 'vitest';
import { DAY_MS, HOUR_MS, MINUTE_MS, type TimeRange } from '../model/time-range';
import type { RuleDraft } from '../settings/rule-schema';
import { testPrice } from '../store/contract/fixtures';
import { openWriter } from '../store/index';
import { backtest } from './backtest/backtest';
import { type Lab, NOON, openLab } from './testing-lab';

let lab: Lab;
beforeEach(async () => {
  lab = await openLab();
});
afterEach(() => lab.close());

/** Removes what is older than so many days. */
async function keep(days: number): Promise<void> {
  const limits = { days, maxBytes: null };
  const writer = await openWriter({ databaseFile: lab.file }, { price: testPrice, now: lab.now, limits });
  while (await writer.tidy(1000));
  await writer.close();
}

/** 30 invocations in the minute before this time of the day, on each of the last days. */
async function callDaily(days: number): Promise<void> {
  const now = lab.now();
  for (let day = days; day >= 0; day -= 1)
    await lab.invoke({ ok: 30 }, now - 30_000 - MINUTE_MS - day * DAY_MS);
}

async function test(draft: RuleDraft, range: TimeRange) {
  const rule = await lab.settings.createRule(draft);
  return backtest(lab.reader, { rule, others: [], known: [], range }, () => undefined);
}

const AT_ONCE = { breaching: 1, of: 1, clear: 1 };
const UNUSUAL: RuleDraft = {
  name: 'Unusual',
  figure: 'invocations',
  windowMinutes: 5,
  condition: { kind: 'anomaly', direction: 'above', deviations: 3 },
  points: AT_ONCE,
};

it('what is not kept any more is unknown, not nothing: usual traffic stays usual, now and in a backtest', async () => {
  lab.moveTo(NOON + 40 * DAY_MS + 30_000);
  for (const days of [40, 28, 21, 14, 8])
    await lab.invoke({ ok: 30 }, lab.now() - 30_000 - MINUTE_MS - days * DAY_MS);
  await callDaily(7);
  await keep(14);
  await lab.settings.createRule({ ...UNUSUAL, channelId: lab.channelId });
  await lab.pass(1);
  expect(lab.types()).toEqual([]);
  const toMs = NOON + 40 * DAY_MS;
  const result = await test({ ...UNUSUAL, name: 'Again' }, { fromMs: toMs - 2 * DAY_MS, toMs });
  expect(result.episodes).toEqual([]);
  expect(result.groups).toBe(1);
  // What is seen is still seen: three times as much.
  lab.moveTo(lab.now() + MINUTE_MS);
  await lab.invoke({ ok: 60 });
  await lab.pass(1);
  expect(lab.types()).toEqual(['alert.firing']);
});

it('minutes that are gone are not missing data in a backtest', async () => {
  lab.moveTo(NOON + 4 * DAY_MS + 30_000);
  await callDaily(4);
  await keep(2);
  const toMs = NOON + 4 * DAY_MS;
  const range = { fromMs: toMs - 4 * DAY_MS, toMs };
  const rule: RuleDraft = {
    name: 'Too few',
    figure: 'invocations',
    windowMinutes: 20 * 60,
    condition: { kind: 'threshold', direction: 'below', threshold: 1 },
    missingData: 'fire',
    points: AT_ONCE,
  };
  const { episodes } = await test(rule, range);
  expect(episodes.map(({ startsAt }) => startsAt >= toMs - 2 * DAY_MS)).toEqual([true, true]);
});

it('a silence that is longer than what is kept is still told', async () => {
  lab.moveTo(NOON + 3 * DAY_MS + 30_000);
  await lab.invoke({ ok: 1 }, NOON - 20 * MINUTE_MS);
  await keep(2);
  // Somewhere between eleven and noon; nobody is told of more than is known.
  expect(await lab.reader.lastRuns({ afterMs: NOON - DAY_MS, beforeMs: lab.now() })).toMatchObject([
    { at: NOON - MINUTE_MS },
  ]);
  expect(await lab.reader.lastRuns({ afterMs: NOON, beforeMs: lab.now() })).toEqual([]);
  const silence: RuleDraft = {
    name: 'Silent',
    figure: 'silence_minutes',
    condition: { kind: 'threshold', threshold: 3 * 24 * 60 + 5 },
    points: AT_ONCE,
  };
  await lab.settings.createRule({ ...silence, channelId: lab.channelId });
  await lab.pass(4);
  expect(lab.types()).toEqual([]);
  await lab.pass(4);
  expect(lab.types()).toEqual(['alert.firing']);
});

it('the money of a month is whole in a backtest whose month began before what is kept', async () => {
  lab.moveTo(NOON + 24 * DAY_MS + 30_000);
  await callDaily(24);
  const toMs = NOON + 24 * DAY_MS;
  const money = async (figure: 'cost_month' | 'cost_forecast_month') => {
    const condition = { kind: 'threshold', threshold: 1 } as const;
    const rule: RuleDraft = { name: figure, figure, groupBy: 'all', condition, points: AT_ONCE };
    const { series } = await test(rule, { fromMs: toMs - HOUR_MS, toMs });
    return series[0]?.points.at(-1)?.value ?? 0;
  };
  const before = [await money('cost_month'), await money('cost_forecast_month')];
  expect(before[0]).toBeGreaterThan(0);
  await keep(10);
  const after = [await money('cost_month'), await money('cost_forecast_month')];
  after.forEach((value, index) => {
    expect(value).toBeCloseTo(before[index] ?? 0, 9);
  });
});
