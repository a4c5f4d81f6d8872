import { DurationHistogram } from '../../../model/histogram';
import { slowLimit } from '../../derive/verdict';
import type { Connection } from '../connection';
import type { Counts } from '../figure-columns';
import { idList } from '../statement';

const HOUR_NS = 3_600_000_000_000n;

interface Started {
  readonly functionId: string;
  readonly startNs: bigint;
}

/**
 * From how many nanoseconds on each of these invocations is slow: above the 95th percentile of its function in the day that
 * ends with the hour in which it starts. Null when there were too few to say.
 */
export async function readSlowFrom(
  connection: Connection,
  invocations: readonly Started[],
): Promise<(invocation: Started) => number | null> {
  const hours = new Map<bigint, Set<string>>();
  for (const { functionId, startNs } of invocations) {
    const ids = hours.get(startNs / HOUR_NS) ?? new Set();
    hours.set(startNs / HOUR_NS, ids.add(functionId));
  }
  const limits = new Map<string, number | null>();
  for (const [hour, ids] of hours) {
    const rows = await connection.ask<{ function: string; invocations: string; buckets: Counts }>(
      `SELECT i.function_id AS function, count() AS invocations,
         sumMapIf([i.duration_bucket], [toUInt64(1)], i.duration_bucket >= 0) AS buckets
       FROM invocation AS i WHERE i.function_id IN ${idList(ids)}
         AND i.start_ns >= ${(hour - 23n) * HOUR_NS} AND i.start_ns < ${(hour + 1n) * HOUR_NS} GROUP BY function`,
    );
    for (const { function: id, invocations: count, buckets } of rows)
      limits.set(`${hour} ${id}`, slowLimit(Number(count), toHistogram(buckets)));
  }
  return ({ functionId, startNs }) => limits.get(`${startNs / HOUR_NS} ${functionId}`) ?? null;
}

function toHistogram([numbers, counts]: Counts): DurationHistogram {
  const histogram = new DurationHistogram();
  for (const [index, bucket] of numbers.entries()) histogram.recordBucket(bucket, Number(counts[index] ?? 0));
  return histogram;
}
