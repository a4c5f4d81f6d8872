import { FEEDS, type PlatformCount } from '../../../model/platform/metric-facts';
import type { Connection } from '../connection';
import { hashOf, wellFormed } from '../text';

/** What platforms and senders count of functions: of each stream and minute the most that it told. */
export interface CountTable {
  store(counts: readonly (PlatformCount | null)[]): Promise<void>;
}

/** Beyond it numbers are not whole any more when they are added up. */
const MOST = 2 ** 43;

export function createCountTable(connection: Connection): CountTable {
  return {
    async store(counts) {
      const rows = new Map<string, ReturnType<typeof toRow>>();
      for (const count of counts) {
        if (count === null) continue;
        // Nothing that ran says nothing, nothing that was throttled does.
        if (count.counted !== 'throttles' && count.value < 0.5) continue;
        const row = toRow(count);
        const { value: _, ...key } = row;
        const name = JSON.stringify(key);
        // Of each stream and minute the highest alone: every invocation of a busy process has its number.
        if ((rows.get(name)?.value ?? -1) < row.value) rows.set(name, row);
      }
      await connection.insert('platform_count', [...rows.values()]);
    },
  };
}

function toRow({ feed, origin, counted, series, startNs, timeNs, isCumulative, value }: PlatformCount) {
  return {
    function_name: wellFormed(origin.name),
    feed: FEEDS.indexOf(feed),
    provider: wellFormed(origin.provider),
    account_id: wellFormed(origin.accountId),
    region: wellFormed(origin.region),
    environment: wellFormed(origin.environment),
    is_throttles: Number(counted === 'throttles'),
    // The points that replace one another: all since the counting began, or those of one interval.
    stream: hashOf(`${startNs} ${isCumulative ? '' : timeNs} ${series}`, 16),
    minute: minuteOf(timeNs),
    value: Math.min(Math.round(value), MOST),
  };
}

/** Minutes since the epoch. A point counts what happened before its time. */
function minuteOf(timeNs: bigint): number {
  return timeNs <= 0n ? 0 : Number((timeNs - 1n) / 60_000_000_000n);
}
