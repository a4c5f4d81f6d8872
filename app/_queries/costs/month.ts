import type { CostMonthView, FreeTierView } from '@/core/model/cost-views';
import { forecastMonth, type HourCost, monthOf } from '@/core/model/costs/forecast';
import { type AllowanceUse, freeTierOf, grownUsages, type ProductUsage } from '@/core/model/costs/free-tier';
import { formatPicoUsd, type PicoUsd } from '@/core/model/money';
import { DAY_MS, HOUR_MS, MINUTE_MS, type TimeRange } from '@/core/model/time-range';
import { freeAllowances } from '@/core/pricing/free-tier';
import { productOf } from '@/core/pricing/product-of';
import type { FiguresQuery, TelemetryReader } from '@/core/store/store';
import { isoTime } from '../views/time';

type Of = Omit<FiguresQuery, 'range'>;

/** How much history the hourly forecast is based on. */
const HISTORY_MS = 28 * DAY_MS;
const MOST_FUNCTIONS = 10_000;
const MB_MS_PER_GB_SECOND = 1024 * 1000;

/** The current month: spending so far, the forecast, and what free allowances deduct. */
export async function readMonth(
  reader: TelemetryReader,
  of: Of,
  nowMs: number,
  /** For instances kept ready; null if unknown. */
  ready: { readonly toDate: PicoUsd; readonly forecast: PicoUsd } | null,
): Promise<{ readonly month: CostMonthView; readonly freeTier: FreeTierView }> {
  const range = monthOf(nowMs);
  const soFar = { fromMs: range.fromMs, toMs: nowMs };
  const past = { fromMs: Math.floor((nowMs - HISTORY_MS) / HOUR_MS) * HOUR_MS, toMs: nowMs };
  const [{ cost, usages }, before, { cost: pastCost, usages: pastUsages }, history] = await Promise.all([
    readUsages(reader, of, soFar),
    reader.totals({ range: monthOf(range.fromMs - 1), ...of, percentiles: false, costs: false }),
    readUsages(reader, of, past),
    readHistory(reader, of, past),
  ]);
  const forecast = forecastMonth({ spent: cost, ...history, nowMs });
  const free = usages.flatMap((usage) => freeTierOf(usage, freeAllowances(usage.product)));
  // Early in a month there is little use to go by; earlier use predicts more.
  const grown = grownUsages(pastUsages, pastCost, forecast?.cost ?? 0n);
  const freeOfForecast = grown.flatMap((usage) => freeTierOf(usage, freeAllowances(usage.product)));
  return {
    month: {
      from: isoTime(range.fromMs),
      to: isoTime(range.toMs),
      toDateUsd: formatPicoUsd(cost),
      toDateBilledUsd: formatPicoUsd(cost - savedBy(free)),
      forecastListUsd: forecast && formatPicoUsd(forecast.cost),
      forecastUsd: forecast && formatPicoUsd(forecast.cost - savedBy(freeOfForecast)),
      keptReadyUsd: ready && formatPicoUsd(ready.toDate),
      keptReadyForecastUsd: ready && formatPicoUsd(ready.forecast),
      allForecastUsd:
        forecast === null && ready === null
          ? null
          : formatPicoUsd((forecast?.cost ?? 0n) - savedBy(freeOfForecast) + (ready?.forecast ?? 0n)),
      method: forecast?.method ?? null,
      previousMonthUsd: formatPicoUsd(before.cost),
    },
    freeTier: {
      savedUsd: formatPicoUsd(savedBy(freeOfForecast)),
      allowances: freeOfForecast
        .filter(isUsed)
        .map(({ saved, ...use }) => ({ ...use, savedUsd: formatPicoUsd(saved) })),
    },
  };
}

/** An allowance that none of the functions can use is omitted. */
function isUsed({ used, saved }: AllowanceUse): boolean {
  return used !== null || saved > 0n;
}

function savedBy(uses: readonly AllowanceUse[]): PicoUsd {
  return uses.reduce((sum, { saved }) => sum + saved, 0n);
}

/** The use of each product across all functions, and the cost of all, from one read, so that they agree. */
async function readUsages(
  reader: TelemetryReader,
  { environment, functionId }: Of,
  range: TimeRange,
): Promise<{ readonly cost: PicoUsd; readonly usages: readonly ProductUsage[] }> {
  const { items } = await reader.functions({
    range,
    limit: MOST_FUNCTIONS,
    percentiles: false,
    ...(environment === undefined ? {} : { environment }),
  });
  const usages = new Map<string, ProductUsage>();
  let cost = 0n;
  for (const { function: one, totals } of items) {
    if (functionId !== undefined && one.id !== functionId) continue;
    cost += totals.cost;
    const product = productOf(one);
    if (product === null) continue;
    const { request } = totals.costs.lines;
    const known = usages.get(product);
    usages.set(product, {
      product,
      requests: (known?.requests ?? 0) + totals.invocations - totals.unpriced,
      gbSeconds: (known?.gbSeconds ?? 0) + Number(totals.costs.billedMbMs) / MB_MS_PER_GB_SECOND,
      requestCost: (known?.requestCost ?? 0n) + request,
      timeCost: (known?.timeCost ?? 0n) + totals.cost - request,
    });
  }
  return { cost, usages: [...usages.values()] };
}

/** The last weeks by hour, and when spending began. */
async function readHistory(
  reader: TelemetryReader,
  of: Of,
  range: TimeRange,
): Promise<{ readonly hours: readonly HourCost[]; readonly sinceMs: number | null }> {
  const little = { ...of, percentiles: false, costs: false };
  const hours = await reader.series({ range, ...little, stepMs: HOUR_MS });
  const first = hours.find(({ cost }) => cost > 0n);
  if (first === undefined) return { hours, sinceMs: null };
  // Within the first hour, counted from the minute of the first cost.
  const firstHour = { fromMs: first.t, toMs: Math.min(first.t + HOUR_MS, range.toMs) };
  const minutes = await reader.series({ range: firstHour, ...little, stepMs: MINUTE_MS });
  return { hours, sinceMs: minutes.find(({ cost }) => cost > 0n)?.t ?? first.t };
}
