import type { Connection } from '../connection';
import { withinDaysNs } from '../days';
import { COUNT_STREAM, countedMinutes } from '../executions/counted-minutes';
import { figureSelect } from '../figure-columns';
import { FUNCTION_SELECT } from '../function-columns';
import { HOUR_CALL, HOUR_COUNT, HOUR_FIGURE } from '../schema/hour-columns';
import { HOUR_NS } from './floor';

const HOUR_OF = `intDiv(i.start_ns, ${HOUR_NS}) * ${HOUR_NS}`;
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
  await connection.command(
    `INSERT INTO hour_call (${names(HOUR_CALL)}) SELECT function_id, dependency, start_ns, any(environment),
       min(kind), sum(calls) + sum(invocations), sum(calls), sum(errors), sumMap(buckets),
       sum(invocations), sum(waited_ns), sum(waiting_cost)
     FROM (
       SELECT function_id, dependency, start_ns, environment, number AS kind, toUInt64(length(durations)) AS calls,
         toUInt64(failed) AS errors, (durations, arrayMap(bucket -> toUInt64(1), durations)) AS buckets,
         toUInt64(0) AS invocations, toInt128(0) AS waited_ns, toInt128(0) AS waiting_cost
       FROM (SELECT i.function_id AS function_id, i.environment AS environment, ${HOUR_OF} AS start_ns, i.called AS names,
               i.call_kinds AS numbers, i.call_errors AS errors_of, i.call_buckets AS times ${rows})
       ARRAY JOIN names AS dependency, numbers AS number, errors_of AS failed, times AS durations
       UNION ALL
       SELECT function_id, dependency, start_ns, environment, ${NO_KIND}, 0, 0, ([], []), 1, waited, price
       FROM (SELECT i.function_id AS function_id, i.environment AS environment, ${HOUR_OF} AS start_ns,
               i.dependencies AS names, i.waited_ns AS times, i.waiting_cost AS costs ${rows})
       ARRAY JOIN names AS dependency, times AS waited, costs AS price
     ) GROUP BY function_id, dependency, start_ns`,
  );
  await connection.command(
    `INSERT INTO hour_count (${names(HOUR_COUNT)}) SELECT ${COUNT_STREAM}, intDiv(minute, 60) * 60 AS hour, sum(more)
     FROM (${countedMinutes(fromNs / MINUTE_NS, toNs / MINUTE_NS)}) GROUP BY ${COUNT_STREAM}, hour`,
  );
}

/** Of a dependency that was only waited for. */
const NO_KIND = 255;

function names(columns: readonly (readonly [string, string])[]): string {
  return columns.map(([name]) => name).join(', ');
}
