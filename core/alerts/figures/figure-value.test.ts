import { describe, expect, it } from 'vitest';
import { forecastMonth, monthOf } from '../../model/costs/forecast';
import { DAY_MS, HOUR_MS, MINUTE_MS, type TimeRange } from '../../model/time-range';
import { figureValue, figureWindows } from './figure-value';
import { FigureSums } from './window-figures';

const NOW = Date.UTC(2026, 10, 18, 9, 20);
const USD = 1e12;

/** Dearer on some hours of the week than on others. */
const costOfMinute = (ms: number) => 1 + (Math.floor(ms / HOUR_MS) % 168) / 10;

function costWithin({ fromMs, toMs }: TimeRange, sinceMs: number): number {
  let cost = 0;
  for (let at = Math.max(fromMs, sinceMs); at < toMs; at += MINUTE_MS) cost += costOfMinute(at);
  return cost;
}

function alertForecast(sinceMs: number, nowMs = NOW): number | null {
  const figures = figureWindows({ figure: 'cost_forecast_month', windowMinutes: 5 }, nowMs).map((range) => {
    const sums = new FigureSums();
    sums.counts.invocations = 1;
    sums.counts.costPicoUsd = costWithin(range, sinceMs) * USD;
    return sums;
  });
  return figureValue('cost_forecast_month', figures, nowMs, { timeoutMs: null, firstSeen: sinceMs });
}

/** As the Costs screen asks for it: the last 28 days by hour. */
function screenForecast(sinceMs: number, nowMs = NOW): number {
  const toPico = (usd: number) => BigInt(Math.round(usd * USD));
  const hours: { t: number; cost: bigint }[] = [];
  for (let t = Math.floor(nowMs / HOUR_MS) * HOUR_MS - 28 * DAY_MS; t < nowMs; t += HOUR_MS) {
    const toMs = Math.min(t + HOUR_MS, nowMs);
    hours.push({ t, cost: toPico(costWithin({ fromMs: t, toMs }, sinceMs)) });
  }
  const spent = toPico(costWithin({ fromMs: monthOf(nowMs).fromMs, toMs: nowMs }, sinceMs));
  const firstMs = Math.max(sinceMs, hours[0]?.t ?? 0);
  return Number(forecastMonth({ spent, hours, sinceMs: firstMs, nowMs })?.cost) / USD;
}

describe('the forecast cost of a month that a rule watches', () => {
  it.each([
    ['an hour', HOUR_MS],
    ['a day', DAY_MS],
    ['three days and a half', 3.5 * DAY_MS],
    ['eight days', 8 * DAY_MS],
    ['twenty days', 20 * DAY_MS],
    ['two months', 60 * DAY_MS],
  ])('is what the Costs screen forecasts, %s after the first cost', (_name, ageMs) => {
    for (const nowMs of [NOW, monthOf(NOW).fromMs, monthOf(NOW).toMs - 30 * MINUTE_MS])
      expect(alertForecast(nowMs - ageMs, nowMs)).toBeCloseTo(screenForecast(nowMs - ageMs, nowMs), 3);
  });

  it('is not one seventh of it on the second day of a function', () => {
    const { fromMs, toMs } = monthOf(NOW);
    const since = NOW - DAY_MS;
    const perDay = costWithin({ fromMs: since, toMs: NOW }, since);
    const days = (toMs - NOW) / DAY_MS;
    expect(since).toBeGreaterThan(fromMs);
    expect(alertForecast(since)).toBeCloseTo(perDay * (1 + days), 3);
  });

  it('does not take the first invocation, of this minute, for the cost of every minute of a month', () => {
    const perHour = costOfMinute(NOW - MINUTE_MS);
    const rest = (monthOf(NOW).toMs - NOW) / HOUR_MS;
    expect(alertForecast(NOW - MINUTE_MS)).toBeCloseTo(perHour * (1 + rest), 3);
  });
});
