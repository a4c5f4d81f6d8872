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
    expect(forecastMonth({ spent: 0n, hours, sinceMs: NOW - 15 * DAY_MS, nowMs: NOW })).toEqual({
      method: 'hour-of-week',
      cost: BigInt(weekdays * 24 * 100 + (15 - weekdays) * 24 * 10),
    });
  });

  it.each([
    ['February of 28 days', Date.UTC(2027, 1, 1), 28],
    ['February of a leap year', Date.UTC(2028, 1, 1), 29],
    ['a month in which clocks are set forward elsewhere', Date.UTC(2026, 2, 1), 31],
    ['December', Date.UTC(2026, 11, 1), 31],
  ])('counts every hour of the month once: %s', (_month, fromMs, days) => {
    for (const nowMs of [fromMs, fromMs + 30 * 60_000, fromMs + 10 * DAY_MS, fromMs + days * DAY_MS - 1]) {
      const hours = hoursBefore(nowMs, 28 * 24 + 1, (t) => {
        const seenMs = Math.min(nowMs, t + HOUR_MS) - t;
        return BigInt(Math.floor((3_600_000_000 * seenMs) / HOUR_MS));
      });
      const spent = BigInt(Math.floor((3_600_000_000 * (nowMs - fromMs)) / HOUR_MS));
      const forecast = forecastMonth({ spent, hours, sinceMs: nowMs - 28 * DAY_MS, nowMs });
      expect(forecast?.method).toBe('hour-of-week');
      expect(Number(forecast?.cost)).toBeCloseTo(3_600_000_000 * 24 * days, -3);
    }
  });

  it('goes by the weeks before on the first day of a month, which has nothing of its own yet', () => {
    const first = Date.UTC(2026, 11, 1);
    const hours = hoursBefore(first, 21 * 24 + 1, (t) => (t < first ? 50n : 0n));
    const forecast = forecastMonth({ spent: 0n, hours, sinceMs: first - 21 * DAY_MS, nowMs: first });
    expect(forecast).toEqual({ method: 'hour-of-week', cost: 31n * 24n * 50n });
  });

  it('does not take the days before the first cost of a month for days without cost', () => {
    const sinceMs = NOW - 9 * DAY_MS;
    const hours = hoursBefore(NOW, 28 * 24 + 1, (t) => (t >= sinceMs && t < NOW ? 70n : 0n));
    const spent = 9n * 24n * 70n;
    expect(forecastMonth({ spent, hours, sinceMs, nowMs: NOW })).toEqual({
      method: 'hour-of-week',
      cost: spent + 15n * 24n * 70n,
    });
  });

  it('counts a gap as time in which nothing was spent, in the hours of the week that it fell into', () => {
    const gap = { fromMs: NOW - 8 * DAY_MS, toMs: NOW - 7 * DAY_MS };
    const hours = hoursBefore(NOW, 28 * 24 + 1, (t) =>
      t >= NOW || (t >= gap.fromMs && t < gap.toMs) ? 0n : 100n,
    );
    const forecast = forecastMonth({ spent: 0n, hours, sinceMs: NOW - 28 * DAY_MS, nowMs: NOW });
    const sameDays = Array.from({ length: 15 }, (_, day) => NOW + day * DAY_MS).filter(
      (t) => new Date(t).getUTCDay() === new Date(gap.fromMs).getUTCDay(),
    ).length;
    // One of four such days cost nothing.
    expect(forecast?.cost).toBe(BigInt((15 - sameDays) * 24 * 100 + sameDays * 24 * 75));
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
