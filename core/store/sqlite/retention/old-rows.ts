import type Database from 'better-sqlite3';
import { SIZE_STEPS } from '../costs/size-rollup';
import { prepareOldMinutes } from './old-minutes';

const ROWS_AT_ONCE = 500;
const SECOND_NS = 1_000_000_000n;
const HOUR_NS = 3_600_000_000_000n;
const MINUTE_NS = 60_000_000_000n;
const MONTH_NS = 30n * 24n * HOUR_NS;

/**
 * Deletes some of what lies before the floor; answers whether there may be more. To be called inside a transaction. No
 * counter changes: those of hours and days stay as they are, those of minutes go, and those of sizes.
 */
export type RemoveOldRows = (floorNs: bigint) => boolean;

export function prepareOldRows(db: Database.Database): RemoveOldRows {
  const some = (table: string, key: string, condition: string) =>
    db.prepare<[bigint, number]>(
      `DELETE FROM ${table} WHERE (${key}) IN (SELECT ${key} FROM ${table} WHERE ${condition} LIMIT ?)`,
    );
  const invocations = some('invocation', 'id', 'start_ns < ?');
  const traces = some('trace', 'start_ns, trace_id', 'start_ns < ?');
  const errorHours = some('error_hour', 'group_no, hour, function_id, environment', 'hour < ?');
  const errorInvocations = some('error_invocation', 'start_ns, group_no, trace_id, span_id', 'start_ns < ?');
  const errorGroups = some('error_group', 'no', 'last_seen_ns < ?');
  const sizes = some(
    'size_rollup',
    'step_seconds, start_seconds, function_id, memory_mb, architecture',
    `step_seconds IN (${SIZE_STEPS.join(', ')}) AND start_seconds < ?`,
  );
  const instanceFacts = some('instance_fact', 'key', 'until_ns < ?');
  // What a counter said last before the floor is what later values of it are compared with.
  const counts = db.prepare<[bigint, bigint, number]>(
    `DELETE FROM platform_count WHERE (origin_no, stream, minute) IN (
       SELECT origin_no, stream, minute FROM platform_count c WHERE minute < ? AND EXISTS (
         SELECT 1 FROM platform_count later WHERE later.origin_no = c.origin_no AND later.stream = c.stream
           AND later.minute > c.minute AND later.minute <= ?
       ) LIMIT ?)`,
  );
  // One that said nothing for a month before the floor has ended: every process that numbers its invocations is one.
  const endedCounts = some('platform_count', 'origin_no, stream, minute', 'minute < ?');
  const oldMinutes = prepareOldMinutes(db, ROWS_AT_ONCE);

  const steps: readonly ((floorNs: bigint) => number)[] = [
    (floor) => invocations.run(floor, ROWS_AT_ONCE).changes,
    (floor) => traces.run(floor, ROWS_AT_ONCE).changes,
    (floor) => errorHours.run(floor / HOUR_NS, ROWS_AT_ONCE).changes,
    (floor) => errorInvocations.run(floor, ROWS_AT_ONCE).changes,
    (floor) => errorGroups.run(floor, ROWS_AT_ONCE).changes,
    (floor) => sizes.run(floor / SECOND_NS, ROWS_AT_ONCE).changes,
    (floor) => instanceFacts.run(floor, ROWS_AT_ONCE).changes,
    (floor) => counts.run(floor / MINUTE_NS, floor / MINUTE_NS, ROWS_AT_ONCE).changes,
    (floor) => endedCounts.run((floor - MONTH_NS) / MINUTE_NS, ROWS_AT_ONCE).changes,
    (floor) => oldMinutes(Number(floor / SECOND_NS)),
  ];
  return (floorNs) => steps.some((step) => step(floorNs) > 0);
}
