import type Database from 'better-sqlite3';
import { DurationHistogram } from '../../../model/histogram';
import { slowLimit } from '../../derive/verdict';

const HOUR_SECONDS = 3600;
const DAY_SECONDS = 24 * HOUR_SECONDS;
const SECOND_NS = 1_000_000_000n;
/** From how many nanoseconds on an invocation of a function is slow; null when there were too few to say. */
export type SlowFrom = (functionId: string, startNs: bigint) => number | null;

/** Above the 95th percentile of the function in the day that ends with the hour of the invocation. */
export function prepareSlowFrom(db: Database.Database): { of: SlowFrom; forget(): void } {
  const hours = db.prepare<
    [string, number, number],
    { readonly invocations: number; readonly buckets: Uint8Array }
  >(
    `SELECT invocations, duration_buckets AS buckets FROM rollup
       WHERE scope = ? AND step_seconds = ${HOUR_SECONDS} AND start_seconds > ? AND start_seconds <= ?`,
  );
  const histogram = new DurationHistogram();
  const known = new Map<string, number | null>();

  const measure = (functionId: string, hour: number): number | null => {
    histogram.clear();
    let count = 0;
    for (const { invocations, buckets } of hours.iterate(functionId, hour - DAY_SECONDS, hour)) {
      count += invocations;
      histogram.mergeBytes(buckets);
    }
    return slowLimit(count, histogram);
  };

  return {
    of(functionId, startNs) {
      const hour = Math.floor(Number(startNs / SECOND_NS) / HOUR_SECONDS) * HOUR_SECONDS;
      const key = `${functionId} ${hour}`;
      const found = known.get(key);
      if (found !== undefined) return found;
      const limit = measure(functionId, hour);
      known.set(key, limit);
      return limit;
    },
    forget: () => known.clear(),
  };
}
