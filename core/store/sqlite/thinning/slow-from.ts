import type Database from 'better-sqlite3';
import { DurationHistogram } from '../../../model/histogram';

const HOUR_SECONDS = 3600;
const DAY_SECONDS = 24 * HOUR_SECONDS;
const SECOND_NS = 1_000_000_000n;
/** Of fewer, each may be the one that somebody asks for. */
const LEAST = 20;
/** A bucket of the histogram is 2 % wide: what lies in that of the percentile is not above it. */
const BEYOND_BUCKET = 1.02;

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
    const p95 = count < LEAST ? null : histogram.percentile(0.95);
    return p95 === null ? null : p95 * BEYOND_BUCKET;
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
