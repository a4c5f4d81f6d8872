import type { PicoUsd } from '../money';
import { DAY_MS, HOUR_MS, type TimeRange } from '../time-range';

/** What was spent in one hour; the last one may not be over. */
export interface HourCost {
  /** Start of the hour, milliseconds since the epoch. */
  readonly t: number;
  readonly cost: PicoUsd;
}

/** The basis of a forecast: the same hours of recent weeks or, with less than a week of data, the mean of all data. */
export type ForecastMethod = 'hour-of-week' | 'run-rate';

export interface Forecast {
  readonly method: ForecastMethod;
  /** Of the whole month, including what is already spent. */
  readonly cost: PicoUsd;
}

const WEEK_MS = 7 * DAY_MS;
/** The weeks that an hour's forecast is based on. */
const WEEKS = [1, 2, 3, 4] as const;

/** The calendar month in UTC that contains the time. */
export function monthOf(timeMs: number): { readonly fromMs: number; readonly toMs: number } {
  const date = new Date(timeMs);
  const [year, month] = [date.getUTCFullYear(), date.getUTCMonth()];
  return { fromMs: Date.UTC(year, month, 1), toMs: Date.UTC(year, month + 1, 1) };
}

/**
 * The windows whose costs forecast the rest of a month: the last one, two, three and four weeks up to now, then for each of
 * these weeks, latest first, the hours that correspond to the rest of the month beyond whole weeks. They begin on the hour, and
 * end on the hour or now.
 */
export function forecastWindows(nowMs: number): readonly TimeRange[] {
  const hourMs = hourBefore(nowMs);
  const { nextMs, oddMs } = restOf(nowMs);
  return [
    ...WEEKS.map((weeks) => ({ fromMs: hourMs - weeks * WEEK_MS, toMs: nowMs })),
    ...WEEKS.map((weeks) => {
      const fromMs = nextMs - weeks * WEEK_MS;
      return { fromMs, toMs: fromMs + oddMs };
    }),
  ];
}

/**
 * The cost of the rest of the month, from the costs of `forecastWindows` at the same instant and in their unit. `sinceMs`: when
 * the first cost was seen. Null before that.
 */
export function forecastRest(
  costs: readonly number[],
  sinceMs: number,
  nowMs: number,
): { readonly method: ForecastMethod; readonly cost: number } | null {
  if (sinceMs >= nowMs) return null;
  const hourMs = hourBefore(nowMs);
  const seenWeeks = Math.floor((hourMs - sinceMs) / WEEK_MS);
  if (seenWeeks < 1) {
    const { toMs } = monthOf(nowMs);
    const cost = ((costs[0] ?? 0) * (toMs - nowMs)) / (nowMs - Math.max(sinceMs, hourMs - WEEK_MS));
    return { method: 'run-rate', cost };
  }
  const weeks = Math.min(seenWeeks, WEEKS.length);
  const { nextMs, wholeMs } = restOf(nowMs);
  const rate = (costs[weeks - 1] ?? 0) / (nowMs - hourMs + weeks * WEEK_MS);
  let odd = 0;
  for (let week = 0; week < weeks; week += 1) odd += costs[WEEKS.length + week] ?? 0;
  return { method: 'hour-of-week', cost: rate * (nextMs - nowMs + wholeMs) + odd / weeks };
}

/**
 * The cost of the month at its end. `hours`: the last four weeks up to now, oldest first, without gaps; `sinceMs`: when the
 * first cost was seen; null if none was, in which case there is no forecast.
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
  if (sinceMs === null) return null;
  const costs = forecastWindows(nowMs).map(({ fromMs, toMs }) =>
    Number(hours.reduce((sum, { t, cost }) => (t >= fromMs && t < toMs ? sum + cost : sum), 0n)),
  );
  const rest = forecastRest(costs, sinceMs, nowMs);
  return rest && { method: rest.method, cost: spent + BigInt(Math.floor(rest.cost)) };
}

/** The rest of the month from the next full hour: whole weeks, and the remainder. */
function restOf(nowMs: number): {
  readonly nextMs: number;
  readonly wholeMs: number;
  readonly oddMs: number;
} {
  const nextMs = Math.ceil(nowMs / HOUR_MS) * HOUR_MS;
  const restMs = monthOf(nowMs).toMs - nextMs;
  const oddMs = restMs % WEEK_MS;
  return { nextMs, wholeMs: restMs - oddMs, oddMs };
}

function hourBefore(timeMs: number): number {
  return Math.floor(timeMs / HOUR_MS) * HOUR_MS;
}
