import { DurationHistogram } from '../../../model/histogram';
import type { HourOfCount, HourOfDependency, HourOfFunction, MovedCount } from '../../history';
import type { InsertRow } from '../connection';
import { FIGURE_NAMES } from '../figure-columns';
import { wellFormed } from '../text';

/** Of a dependency that was only waited for. */
const NO_KIND = 255;

/** The row of `hour_figure`. */
export function toHourFigure(hour: HourOfFunction): InsertRow {
  const { function: of, figures, startNs, factsNs, firstNs, lastNs } = hour;
  return {
    function_id: of.id,
    version: wellFormed(hour.version),
    memory_mb: hour.memoryMb,
    start_ns: startNs.toString(),
    environment: wellFormed(of.environment),
    ...Object.fromEntries(
      FIGURE_NAMES.map((name) => {
        const value = figures[name];
        return [`figure_${name}`, typeof value === 'bigint' ? value.toString() : bucketsOf(value)];
      }),
    ),
    function_name: wellFormed(of.name),
    provider: wellFormed(of.provider),
    account_id: wellFormed(of.accountId),
    region: wellFormed(of.region),
    facts: [of.service, of.platform, of.runtime, of.architecture, of.memoryMb, of.timeoutMs, of.version],
    facts_rank: [Number(factsNs !== null), 1, (factsNs ?? startNs).toString(), '', ''],
    first_ns: firstNs.toString(),
    sound_ns: lastNs.toString(),
    last_ns: lastNs.toString(),
  };
}

/** The row of `hour_call`. */
export function toHourCall(hour: HourOfDependency): InsertRow {
  return {
    function_id: hour.functionId,
    dependency: wellFormed(hour.dependency),
    start_ns: hour.startNs.toString(),
    environment: wellFormed(hour.environment),
    kind: hour.calls === 0n ? NO_KIND : hour.kind,
    told: (hour.calls + hour.invocations).toString(),
    calls: hour.calls.toString(),
    errors: hour.errors.toString(),
    buckets: bucketsOf(hour.durations),
    invocations: hour.invocations.toString(),
    waited_ns: hour.waitedNs.toString(),
    waiting_cost: hour.waitingCost.toString(),
  };
}

/** The row of `hour_count`. */
export function toHourCount({ minute, more, ...origin }: HourOfCount): InsertRow {
  return { ...countedOrigin(origin), minute, more };
}

/** The row of `platform_count`. */
export function toCount({ stream, minute, value, ...origin }: MovedCount): InsertRow {
  return { ...countedOrigin(origin), stream, minute, value };
}

function countedOrigin(origin: Omit<HourOfCount, 'minute' | 'more'>): InsertRow {
  return {
    function_name: wellFormed(origin.name),
    feed: origin.feed,
    provider: wellFormed(origin.provider),
    account_id: wellFormed(origin.accountId),
    region: wellFormed(origin.region),
    environment: wellFormed(origin.environment),
    is_throttles: Number(origin.isThrottles),
  };
}

function bucketsOf(bytes: Uint8Array | null): readonly [number[], string[]] {
  const histogram = new DurationHistogram();
  if (bytes !== null) histogram.mergeBytes(bytes);
  const buckets = [...histogram.buckets()];
  return [buckets.map(([bucket]) => bucket), buckets.map(([, count]) => String(count))];
}
