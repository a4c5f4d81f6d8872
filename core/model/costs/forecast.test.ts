import { describe, expect, it } from 'vitest';
import { DAY_MS, HOUR_MS } from '../time-range';
import { forecastMonth, type HourCost, monthOf } from './forecast';

/** A Sunday, 2026-11-15T00:00Z: half of November. */
const NOW = Date.UTC(2026, 10, 16);

function hoursBefore(nowMs: number, count: number, cost: (t: number) => bigint): HourCost[] {
  const last = Math.floor(nowMs / HOUR_MS) * HOUR_MS;
  return Array.from({ length: count }, (_, index) => {
    const t = last - (count - 1 - index) * HOUR_MS;
    return { t, cost: cost(t) };
  });
}

describe('forecastMonth', () => {
  it('goes on at the mean rate while less than a week was seen', () => {
    const hours = hoursBefore(NOW, 49, (t) => (t < NOW ? 100n : 0n));
    const sinceMs = NOW - 2 * DAY_MS;
    expect(forecastMonth({ spent: 4800n, hours, sinceMs, nowMs: NOW })).toEqual({
      method: 'run-rate',
      cost: 4800n + 15n * 24n * 100n,
    });
  });

  it('counts a first hour only from its first cost on', () => {
    const nowMs = NOW + 10 * 60_000;
    const hours = hoursBefore(nowMs, 400, (t) => (t >= NOW ? 600n : 0n));
    const forecast = forecastMonth({ spent: 600n, hours, sinceMs: NOW, nowMs });
    const left = (monthOf(nowMs).toMs - nowMs) / 60_000;
    expect(forecast).toEqual({ method: 'run-rate', cost: 600n + BigInt(left * 60) });
  });

  it('repeats the hours of the week once a week was seen, so that a weekend is not a working day', () => {
    const isWeekend = (t: number) => [0, 6].includes(new Date(t).getUTCDay());
    const hours = hoursBefore(NOW, 15 * 24 + 1, (t) => (t < NOW ? (isWeekend(t) ? 10n : 100n) : 0n));
    const weekdays = Array.from({ length: 15 }, (_, day) => NOW + day * DAY_MS).filter(
      (t) => !isWeekend(t),
    ).length;
    expect(forecastMonth({ spent: 0n, hours, sinceMs: 0, nowMs: NOW })).toEqual({
      method: 'hour-of-week',
      cost: BigInt(weekdays * 24 * 100 + (15 - weekdays) * 24 * 10),
    });
  });

  it('says nothing before anything was spent', () => {
    expect(forecastMonth({ spent: 0n, hours: [], sinceMs: null, nowMs: NOW })).toBeNull();
  });
});

describe('monthOf', () => {
  it('is the calendar month in UTC', () => {
    expect(monthOf(Date.UTC(2026, 11, 31, 23))).toEqual({
      fromMs: Date.UTC(2026, 11, 1),
      toMs: Date.UTC(2027, 0, 1),
    });
  });
});
