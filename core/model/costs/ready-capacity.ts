import type { PicoUsd } from '../money';
import { HOUR_MS, type TimeRange } from '../time-range';

/**
 * Instances of a function that are kept ready whether or not anything runs on them: provisioned concurrency, always-ready or
 * minimum instances. Telemetry does not contain them, so people enter them.
 */
export interface ReadyCapacity {
  readonly id: string;
  readonly functionId: string;
  readonly instances: number;
  /** First day (UTC, ISO), and the first day on which they are no longer kept; null while they are. */
  readonly from: string;
  readonly to: string | null;
  /** Milliseconds since the epoch. */
  readonly createdAt: number;
}

/** How long invocations ran in one hour. */
export interface BusyHour {
  /** Start of the hour, milliseconds since the epoch. */
  readonly t: number;
  readonly billedMs: number;
}

/** The cost of keeping instances ready: while they worked, and while they did not. Adds up exactly. */
export interface ReadyCost {
  readonly kept: PicoUsd;
  readonly used: PicoUsd;
  readonly idle: PicoUsd;
}

/** How a platform bills an hour of a ready instance, in pico-USD; `whileBusy`: also while it works. */
export interface ReadyRate {
  readonly perHour: PicoUsd;
  readonly whileBusy: boolean;
}

const NO_READY_COST: ReadyCost = { kept: 0n, used: 0n, idle: 0n };

/**
 * What capacity cost in a range, assuming that what ran within an hour was spread evenly over it and over the instances.
 * `busy`: the hours that the range touches, from their starts up to its end. Where only idle instances are billed at the rate,
 * the used part is 0.
 */
export function readyCost(
  capacity: Pick<ReadyCapacity, 'instances' | 'from' | 'to'>,
  { perHour, whileBusy }: ReadyRate,
  busy: readonly BusyHour[],
  range: TimeRange,
): ReadyCost {
  const kept = keptIn(capacity, range);
  const busyMs = busy.reduce((sum, hour) => sum + busyIn(hour, capacity.instances, kept, range), 0n);
  const used = (perHour * busyMs) / HOUR;
  const all = (perHour * keptMs(capacity, range)) / HOUR;
  return whileBusy ? { kept: all, used, idle: all - used } : { kept: all - used, used: 0n, idle: all - used };
}

/**
 * What capacity will have cost at the end of a month, from its cost so far: instances continue as stated, and where only idle
 * ones are billed, they stay as idle as they were.
 */
export function forecastReady(
  capacity: Pick<ReadyCapacity, 'instances' | 'from' | 'to'>,
  { perHour, whileBusy }: ReadyRate,
  soFar: PicoUsd,
  month: TimeRange,
  nowMs: number,
): PicoUsd {
  const whole = (range: TimeRange) => (perHour * keptMs(capacity, range)) / HOUR;
  const rest = whole({ fromMs: Math.max(nowMs, month.fromMs), toMs: month.toMs });
  const until = whole({ fromMs: month.fromMs, toMs: Math.max(nowMs, month.fromMs) });
  return soFar + (whileBusy || until === 0n ? rest : (rest * soFar) / until);
}

export function addReadyCosts(costs: readonly ReadyCost[]): ReadyCost {
  return costs.reduce(
    (sum, { kept, used, idle }) => ({ kept: sum.kept + kept, used: sum.used + used, idle: sum.idle + idle }),
    NO_READY_COST,
  );
}

const HOUR = BigInt(HOUR_MS);

/** Milliseconds that ready instances worked in an hour: at most their total time; proportional for part of an hour. */
function busyIn({ t, billedMs }: BusyHour, instances: number, kept: TimeRange, range: TimeRange): bigint {
  const seen = { fromMs: t, toMs: Math.min(t + HOUR_MS, range.toMs) };
  const counted = overlap(kept, seen);
  const [seenMs, countedMs] = [seen.toMs - seen.fromMs, counted.toMs - counted.fromMs];
  if (seenMs <= 0 || countedMs <= 0) return 0n;
  return BigInt(Math.floor(Math.min((billedMs * countedMs) / seenMs, instances * countedMs)));
}

/** The part of a range in which instances are kept; it may end before it begins. */
function keptIn({ from, to }: Pick<ReadyCapacity, 'from' | 'to'>, range: TimeRange): TimeRange {
  return overlap(range, { fromMs: Date.parse(from), toMs: to === null ? range.toMs : Date.parse(to) });
}

/** Sum over all instances. */
function keptMs(capacity: Pick<ReadyCapacity, 'instances' | 'from' | 'to'>, range: TimeRange): bigint {
  const { fromMs, toMs } = keptIn(capacity, range);
  return BigInt(Math.max(0, toMs - fromMs)) * BigInt(capacity.instances);
}

function overlap(a: TimeRange, b: TimeRange): TimeRange {
  return { fromMs: Math.max(a.fromMs, b.fromMs), toMs: Math.min(a.toMs, b.toMs) };
}
