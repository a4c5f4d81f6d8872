import { callsByHour, HOUR_OF } from '../calls-by-hour';
import type { Connection } from '../connection';
import { withinDaysNs } from '../days';
import { COUNT_STREAM, countedMinutes } from '../executions/counted-minutes';
import { figureSelect } from '../figure-columns';
import { FUNCTION_SELECT } from '../function-columns';
import { HOUR_CALL, HOUR_COUNT, HOUR_FIGURE } from '../schema/hour-columns';

const MINUTE_NS = 60_000_000_000n;

/**
 * Adds up by the hour what the rows from `fromNs` to `toNs`, whole hours, say. May be repeated, and be done by several at
 * once: of each sum the one that saw most rows stays.
 */
export async function countHours(connection: Connection, fromNs: bigint, toNs: bigint): Promise<void> {
  // When a group of errors began is told even when its first ones are gone.
  await connection.command(
    `INSERT INTO error_seen SELECT e.fingerprint AS fingerprint, min(e.time_ns) AS first_ns FROM error AS e
     WHERE e.time_ns < ${toNs} GROUP BY fingerprint`,
  );
  const rows = `FROM invocation AS i WHERE i.start_ns >= ${fromNs} AND i.start_ns < ${toNs}
     AND (${withinDaysNs('i.day', fromNs, toNs)})`;
  await connection.command(
    `INSERT INTO hour_figure (${names(HOUR_FIGURE)}) SELECT ${names(HOUR_FIGURE)} FROM (
       SELECT i.function_id AS function_id, ifNull(i.version, '') AS version, ifNull(i.memory_mb, 0) AS memory_mb,
         ${HOUR_OF} AS start_ns, ${figureSelect()}, ${FUNCTION_SELECT}
       ${rows} GROUP BY function_id, version, memory_mb, start_ns)`,
  );
  await connection.command(`INSERT INTO hour_call (${names(HOUR_CALL)}) ${callsByHour(rows)}`);
  await connection.command(
    `INSERT INTO hour_count (${names(HOUR_COUNT)}) SELECT ${COUNT_STREAM}, intDiv(minute, 60) * 60 AS hour, sum(more)
     FROM (${countedMinutes(fromNs / MINUTE_NS, toNs / MINUTE_NS)}) GROUP BY ${COUNT_STREAM}, hour`,
  );
}

function names(columns: readonly (readonly [string, string])[]): string {
  return columns.map(([name]) => name).join(', ');
}
