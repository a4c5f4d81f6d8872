import { checkedLimit } from '../derive/checked-limit';
import { fromCursor, type Position, toCursor } from '../derive/cursor';
import type { LogArrivals, LogArrivalsQuery } from '../store';
import type { Connection } from './connection';
import { logConditions } from './log-conditions';
import { LOG_COLUMNS, type LogRecordRow } from './log-row';
import { readOwners } from './owners';
import { toLogRows } from './query-logs';

const LIST = 'arrivals';
/** Not less than every time and id of a record. */
const AFTER_TIMES = 2n ** 63n - 1n;
const AFTER_IDS = 'g';
const LATELY = 'now64(9) - INTERVAL 10 MINUTE';
/** Inserts of several collectors may be seen in another order than that of their times: none is told before all are seen. */
const SETTLED = 'now64(9) - INTERVAL 1 SECOND';
const ARRIVED = 'toUnixTimestamp64Nano(arrived)';

interface ArrivedRow extends LogRecordRow {
  readonly arrived_ns: string;
}

/** The time of the server at which a record was inserted tells what was stored since, a second later. */
export function prepareLogArrivals(
  connection: Connection,
): (query: LogArrivalsQuery) => Promise<LogArrivals> {
  const newest = async (): Promise<Position> => {
    // Nothing that is older is asked for again; so a few parts are read, not the column.
    const [row] = await connection.ask<{ newest: string }>(
      `SELECT toString(greatest(max(${ARRIVED}), toUnixTimestamp64Nano(${LATELY}))) AS newest FROM log
       WHERE arrived >= ${LATELY} AND arrived < ${SETTLED}`,
    );
    return [BigInt(row?.newest ?? 0), AFTER_TIMES, AFTER_IDS];
  };

  return async ({ after, limit, ...filters }) => {
    const most = checkedLimit(limit);
    if (after === null) return { items: [], cursor: toCursor(LIST, await newest()), more: false };
    const [since = 0n, sinceTime = 0n, sinceId = ''] = fromCursor(LIST, [0n, 0n, ''], after) ?? [];
    const owners = await readOwners(connection);
    const conditions = logConditions(filters, owners)
      .and(`(${ARRIVED}, time_ns, id) > (?, ?, ?)`, BigInt(since), BigInt(sinceTime), String(sinceId))
      .and(`arrived < ${SETTLED}`)
      // The same once more, as the index understands it.
      .and(`arrived >= fromUnixTimestamp64Nano(toInt64(?))`, BigInt(since));
    const rows = await connection.ask<ArrivedRow>(
      `SELECT ${LOG_COLUMNS}, ${ARRIVED} AS arrived_ns FROM log FINAL ${conditions.where}
       ORDER BY arrived, time_ns, id LIMIT ${most + 1}`,
      conditions.values,
    );
    const told = rows.slice(0, most);
    const last = told.at(-1);
    return {
      items: await toLogRows(told.toSorted(byTime), owners),
      cursor: last ? toCursor(LIST, [BigInt(last.arrived_ns), BigInt(last.time_ns), last.id]) : after,
      more: rows.length > most,
    };
  };
}

/** By the nanosecond: many lines of one function share a millisecond. */
function byTime(a: ArrivedRow, b: ArrivedRow): number {
  const apart = BigInt(a.time_ns) - BigInt(b.time_ns);
  return apart < 0n ? -1 : Number(apart > 0n);
}
