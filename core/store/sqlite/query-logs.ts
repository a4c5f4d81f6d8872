import type { Position } from '../derive/cursor';
import type { LogRow, LogsQuery, Page } from '../store';
import type { Block } from './block/block';
import type { BlockSearch } from './blocks/block-search';
import type { LogFunctions } from './log-functions';
import { toLogRow } from './log-rows';
import { readPage } from './page';
import { type LogFilter, logFilter } from './read/log-filter';
import { newestBlocks } from './read/newest-blocks';
import {
  type NewestRecords,
  newestRecords,
  POSITION_SHAPE,
  positionOf,
  type RankedRecord,
} from './read/newest-records';
import { msToNs } from './values';

/** A page that is asked for again finds so many of its blocks open; what is kept for nothing costs more than opening it. */
const MOST_KEPT = 8;

export function prepareLogs(
  search: BlockSearch,
  logFunctions: () => LogFunctions,
): (query: LogsQuery) => Page<LogRow> {
  /** Blocks from the newest on, until those that are left are all older than what was found. */
  const read = (
    query: LogsQuery,
    filter: LogFilter,
    after: Position | null,
    limit: number,
  ): RankedRecord[] => {
    const newest = newestRecords(after, limit);
    let opened = 0;
    for (const meta of newestBlocks(search, filter, withoutNewer(query.range, after))) {
      const floor = newest.floor();
      if (floor !== null && meta.logT1 !== null && meta.logT1 < floor) break;
      opened += 1;
      // The next page of a search is mostly in other blocks.
      const isKept = query.q === undefined && opened <= MOST_KEPT;
      const block = isKept ? search.load(meta.id) : search.read(meta.id);
      offerRecords(block, query, filter, newest);
    }
    return newest.result();
  };

  return (query) => {
    const functions = logFunctions();
    const filter = logFilter(query, functions);
    return readPage({
      list: 'logs',
      shape: POSITION_SHAPE,
      query,
      positionOf,
      read: (after, limit) => read(query, filter, after, limit),
      toItems: (records) => records.map((record) => toLogRow(record, functions)),
    });
  };
}

/** Offers the records of a block that match, the newest first: so most of the others need not be made. */
function offerRecords(
  block: Block,
  { range, q, attributes = [] }: Pick<LogsQuery, 'range' | 'q' | 'attributes'>,
  filter: LogFilter,
  newest: NewestRecords,
): void {
  const test = filter.within(block);
  if (test === null) return;
  const { timeNs } = block.logColumns();
  const [from, to] = [msToNs(range.fromMs), msToNs(range.toMs)];
  const found: { readonly index: number; readonly time: bigint }[] = [];
  // Few records have a word or a value that is looked for: they are told from the others before they are put in order.
  const isRare = q !== undefined || attributes.length > 0;
  for (let index = 0; index < block.logCount; index += 1) {
    // Before its time is read, which makes an object.
    if (isRare && !test.quick(index)) continue;
    const time = timeNs[index] ?? 0n;
    if (time < from || time >= to || !newest.wants(time) || !(isRare || test.quick(index))) continue;
    if (!isRare || test.full(index)) found.push({ index, time });
  }
  found.sort((a, b) => (a.time > b.time ? -1 : Number(a.time < b.time)));
  for (const { index, time } of found) {
    if (!newest.wants(time)) return;
    if (isRare || test.full(index)) newest.offer(block.logAt(index));
  }
}

function withoutNewer(range: LogsQuery['range'], after: Position | null): LogsQuery['range'] {
  const time = after?.[0];
  if (typeof time !== 'bigint') return range;
  return { fromMs: range.fromMs, toMs: Math.min(range.toMs, Number(time / 1_000_000n) + 1) };
}
