import type Database from 'better-sqlite3';
import { checkedLimit } from '../derive/checked-limit';
import { fromCursor, toCursor } from '../derive/cursor';
import type { LogArrivals, LogArrivalsQuery } from '../store';
import type { BlockSearch } from './blocks/block-search';
import { logHash } from './blocks/log-hash';
import type { LogFunctions } from './log-functions';
import { toLogRow } from './log-rows';
import { logFilter } from './read/log-filter';
import type { RankedRecord } from './read/newest-records';

const LIST = 'arrivals';

interface Arrived {
  readonly id: number;
  readonly logs: number;
  readonly arrival: number;
}

/**
 * What was stored since is in the blocks with a greater `arrival` than the last one that was read. One that was merged
 * from blocks before and after that one holds records of both.
 */
export function prepareLogArrivals(
  db: Database.Database,
  search: BlockSearch,
  logFunctions: () => LogFunctions,
): (query: LogArrivalsQuery) => LogArrivals {
  const newest = db.prepare<[], number | null>('SELECT max(id) FROM block_meta').pluck();
  // An arrival is never greater than the id: the key finds the few blocks that can be meant.
  const since = db.prepare<[number, number], Arrived>(
    'SELECT id, logs, arrival FROM block_meta WHERE id > ? AND arrival > ? ORDER BY arrival, id',
  );

  return ({ after, limit, ...filters }) => {
    const most = checkedLimit(limit);
    const position = after === null ? null : fromCursor(LIST, [0n], after);
    const end = newest.get() ?? 0;
    // Beyond the end only when the database was replaced by an older one.
    const begin = position === null ? end : Math.min(Number(position[0]), end);
    const functions = logFunctions();
    const filter = logFilter(filters, functions);
    const records: RankedRecord[] = [];
    const blocks = since.all(begin, begin);
    let arrival = begin;
    for (const meta of blocks) {
      // All pieces of one merge come in one answer.
      if (records.length >= most && meta.arrival > arrival) break;
      arrival = meta.arrival;
      if (meta.logs > 0) records.push(...matching(search, meta.id, filter));
    }
    records.sort((a, b) => (a.log.timeNs < b.log.timeNs ? -1 : Number(a.log.timeNs > b.log.timeNs)));
    return {
      items: records.map((record) => toLogRow(record, functions)),
      cursor: toCursor(LIST, [BigInt(arrival)]),
      more: (blocks.at(-1)?.arrival ?? 0) > arrival,
    };
  };
}

function matching(search: BlockSearch, id: number, filter: ReturnType<typeof logFilter>): RankedRecord[] {
  const block = search.load(id);
  const test = filter.within(block);
  if (test === null) return [];
  const found: RankedRecord[] = [];
  for (let index = 0; index < block.logCount; index += 1) {
    if (!test.quick(index) || !test.full(index)) continue;
    const log = block.logAt(index);
    found.push({ log, hash: logHash(log).toString(16).padStart(16, '0'), ordinal: 1 });
  }
  return found;
}
