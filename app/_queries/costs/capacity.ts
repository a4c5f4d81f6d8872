import type { CapacityCostView, CapacityView } from '@/core/model/cost-views';
import { monthOf } from '@/core/model/costs/forecast';
import {
  addReadyCosts,
  forecastReady,
  type ReadyCapacity,
  type ReadyCost,
  readyCost,
} from '@/core/model/costs/ready-capacity';
import { formatPicoUsd, type PicoUsd } from '@/core/model/money';
import { HOUR_MS, type TimeRange } from '@/core/model/time-range';
import { readyRate } from '@/core/pricing/ready-rate';
import type { FiguresQuery, TelemetryReader } from '@/core/store/store';
import { services } from '../door';
import { isoTime } from '../views/time';
import type { Estimating } from './unit-costs';

type Of = Omit<FiguresQuery, 'range'>;

/** All capacities that people entered, with the names of their functions, newest first. */
export async function listCapacity(): Promise<readonly CapacityView[]> {
  const { settings } = await services();
  return Promise.all((await settings.listCapacity()).map(nameCapacity));
}

/** With the function's name, for API and screens. */
export async function nameCapacity({ createdAt, ...rest }: ReadyCapacity): Promise<CapacityView> {
  const { reader } = await services();
  const found = await reader.function(rest.functionId);
  return { ...rest, functionName: found?.name ?? null, createdAt: isoTime(createdAt) };
}

/** What instances kept ready cost in a range, and how much of it was unused. */
export async function readCapacity(
  reader: TelemetryReader,
  stated: readonly ReadyCapacity[],
  { of, range, estimating }: { readonly of: Of; readonly range: TimeRange; readonly estimating: Estimating },
): Promise<CapacityCostView & { readonly cost: ReadyCost | null }> {
  const past = { fromMs: range.fromMs, toMs: Math.min(range.toMs, estimating.nowMs) };
  const all = await Promise.all(stated.map((one) => costOf(reader, one, { of, range: past, estimating })));
  const items = all.filter((one) => one !== null);
  const known = items.flatMap(({ cost }) => (cost === null ? [] : [cost]));
  const unknown = items.find(({ cost }) => cost === null);
  const cost = items.length === 0 || unknown ? null : addReadyCosts(known);
  return {
    ...toAmounts(cost),
    reason: items.length === 0 ? NOT_STATED : unknown ? `${unknown.name}: ${unknown.why}` : null,
    items: items.map((one) => ({
      capacityId: one.id,
      functionId: one.functionId,
      functionName: one.name,
      instances: one.instances,
      ...toAmounts(one.cost),
      reason: one.why,
    })),
    cost,
  };
}

/** Their cost in the current month, so far and forecast; null if unknown or none were entered. */
export async function readMonthCapacity(
  reader: TelemetryReader,
  stated: readonly ReadyCapacity[],
  { of, estimating }: { readonly of: Of; readonly estimating: Estimating },
): Promise<{ readonly toDate: PicoUsd; readonly forecast: PicoUsd } | null> {
  const { nowMs } = estimating;
  const month = monthOf(nowMs);
  const range = { fromMs: month.fromMs, toMs: nowMs };
  const all = await Promise.all(stated.map((one) => costOf(reader, one, { of, range, estimating })));
  const items = all.filter((one) => one !== null);
  if (items.length === 0) return null;
  let [toDate, forecast] = [0n, 0n];
  for (const one of items) {
    if (one.cost === null) return null;
    toDate += one.cost.kept;
    forecast += forecastReady(one.capacity, one.rate, one.cost.kept, month, nowMs);
  }
  return { toDate, forecast };
}

const NOT_STATED =
  'nobody said which instances are kept ready, and no telemetry tells: state provisioned concurrency, always-ready or minimum instances';

async function costOf(
  reader: TelemetryReader,
  capacity: ReadyCapacity,
  { of, range, estimating }: { readonly of: Of; readonly range: TimeRange; readonly estimating: Estimating },
) {
  const { id, functionId, instances } = capacity;
  if (of.functionId !== undefined && of.functionId !== functionId) return null;
  const found = await reader.function(functionId);
  if (found === null || (of.environment !== undefined && found.environment !== of.environment)) return null;
  const shown = { id, functionId, instances, name: found.name };
  const rate = readyRate(found, estimating);
  if ('why' in rate) return { ...shown, cost: null, why: rate.why };
  const hours = { fromMs: Math.floor(range.fromMs / HOUR_MS) * HOUR_MS, toMs: range.toMs };
  const series = await reader.series({
    range: hours,
    functionId,
    stepMs: HOUR_MS,
    percentiles: false,
    costs: false,
  });
  const busy = series.map(({ t, billedDurationMs }) => ({ t, billedMs: billedDurationMs }));
  return { ...shown, capacity, rate, cost: readyCost(capacity, rate, busy, range), why: null };
}

function toAmounts(cost: ReadyCost | null) {
  return {
    keptUsd: cost && formatPicoUsd(cost.kept),
    usedUsd: cost && formatPicoUsd(cost.used),
    idleUsd: cost && formatPicoUsd(cost.idle),
  };
}
