import type { PicoUsd } from '../money';
import { DAY_MS, HOUR_MS } from '../time-range';

/** What was spent in one hour; the last one may still run. */
export interface HourCost {
  /** Start of the hour, milliseconds since the epoch. */
  readonly t: number;
  readonly cost: PicoUsd;
}

/** Where a forecast comes from: the same hours of earlier weeks, or, for lack of a week, the mean of all that was seen. */
export type ForecastMethod = 'hour-of-week' | 'run-rate';

export interface Forecast {
  readonly method: ForecastMethod;
  /** Of the whole month, what is spent already included. */
  readonly cost: PicoUsd;
}

const WEEK_MS = 7 * DAY_MS;
const WEEK_HOURS = WEEK_MS / HOUR_MS;

/** The calendar month in UTC that contains the time. */
export function monthOf(timeMs: number): { readonly fromMs: number; readonly toMs: number } {
  const date = new Date(timeMs);
  const [year, month] = [date.getUTCFullYear(), date.getUTCMonth()];
  return { fromMs: Date.UTC(year, month, 1), toMs: Date.UTC(year, month + 1, 1) };
}

/**
 * What the month will have cost at its end. `hours`: the last weeks up to now, oldest first, without gaps; `sinceMs`: when
 * the first cost was seen, null when none was: then there is nothing to forecast by.
 */
export function forecastMonth({
  spent,
  hours,
  sinceMs,
  nowMs,
}: {
  readonly spent: PicoUsd;
  readonly hours: readonly HourCost[];
  readonly sinceMs: number | null;
  readonly nowMs: number;
}): Forecast | null {
  if (sinceMs === null || sinceMs >= nowMs) return null;
  const { toMs } = monthOf(nowMs);
  const seen = hours.filter(({ t }) => t + HOUR_MS > sinceMs);
  const whole = seen.filter(({ t }) => t >= sinceMs && t + HOUR_MS <= nowMs);
  if (whole.length < WEEK_HOURS) {
    const firstMs = Math.max(sinceMs, seen[0]?.t ?? sinceMs);
    const sum = seen.reduce((total, { cost }) => total + cost, 0n);
    const rest = scaled(sum, toMs - nowMs, Math.max(1, nowMs - firstMs));
    return { method: 'run-rate', cost: spent + rest };
  }
  const rates = ratesByHourOfWeek(whole);
  let rest = 0n;
  for (let from = nowMs; from < toMs; ) {
    const until = Math.min(toMs, Math.floor(from / HOUR_MS) * HOUR_MS + HOUR_MS);
    rest += scaled(rates[hourOfWeek(from)] ?? 0n, until - from, HOUR_MS);
    from = until;
  }
  return { method: 'hour-of-week', cost: spent + rest };
}

/** Mean cost of each hour of the week. */
function ratesByHourOfWeek(hours: readonly HourCost[]): PicoUsd[] {
  const sums = Array.from({ length: WEEK_HOURS }, () => ({ cost: 0n, count: 0n }));
  for (const { t, cost } of hours) {
    const sum = sums[hourOfWeek(t)];
    if (!sum) continue;
    sum.cost += cost;
    sum.count += 1n;
  }
  return sums.map(({ cost, count }) => (count === 0n ? 0n : cost / count));
}

function hourOfWeek(timeMs: number): number {
  return Math.floor((timeMs % WEEK_MS) / HOUR_MS);
}

/** `amount` times part / whole, rounded down. */
function scaled(amount: PicoUsd, part: number, whole: number): PicoUsd {
  return (amount * BigInt(Math.round(part))) / BigInt(Math.round(whole));
}
