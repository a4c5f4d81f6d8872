import type Database from 'better-sqlite3';
import type { InvocationChange } from '../../../model/errors/changes';
import { HOUR_MS, type TimeRange } from '../../../model/time-range';
import { Conditions, idBytes, type SqlValue } from '../conditions';
import { hexBytes, msToNs } from '../values';

type Key = [startNs: bigint, groupNo: number, traceId: Buffer, spanId: Buffer];

/** Brings up to date which invocations have an error of a group. */
export function prepareErrorInvocations(
  db: Database.Database,
): (groupNo: number, changes: readonly InvocationChange[]) => void {
  const count = db.prepare<[...Key, number]>(
    `INSERT INTO error_invocation (start_ns, group_no, trace_id, span_id, times) VALUES (?, ?, ?, ?, ?)
     ON CONFLICT DO UPDATE SET times = times + excluded.times`,
  );
  const removeNone = db.prepare<Key>(
    `DELETE FROM error_invocation
     WHERE start_ns = ? AND group_no = ? AND trace_id = ? AND span_id = ? AND times <= 0`,
  );
  return (groupNo, changes) => {
    for (const { startNs, traceId, spanId, times } of changes) {
      const key: Key = [startNs, groupNo, hexBytes(traceId), hexBytes(spanId)];
      count.run(...key, times);
      if (times < 0) removeNone.run(...key);
    }
  };
}

const GROUP = '(SELECT no FROM error_group WHERE fingerprint = ?)';

/** A condition on invocations `i`: that they have an error of the group. They are few, and found by it. */
export function hasErrorOf(
  fingerprint: string,
  { fromMs, toMs }: TimeRange,
): [sql: string, ...values: SqlValue[]] {
  return [
    `i.id IN (SELECT j.id FROM error_invocation e CROSS JOIN invocation j
       ON j.start_ns = e.start_ns AND j.trace_id = e.trace_id AND j.span_id = e.span_id
       WHERE e.start_ns >= ? AND e.start_ns < ? AND e.group_no = ${GROUP})`,
    msToNs(fromMs),
    msToNs(toMs),
    idBytes(fingerprint, 16),
  ];
}

/** The hours in which invocations with an error of a group started, newest first. */
export function prepareErrorZones(
  db: Database.Database,
): (fingerprint: string, range: TimeRange, functionId?: string) => readonly TimeRange[] {
  return (fingerprint, { fromMs, toMs }, functionId) => {
    const conditions = new Conditions()
      .and(`group_no = ${GROUP}`, idBytes(fingerprint, 16))
      .and('hour >= ? AND hour < ?', Math.floor(fromMs / HOUR_MS), Math.ceil(toMs / HOUR_MS))
      .and('invocations > 0')
      .andIf(functionId === undefined ? undefined : hexBytes(functionId), 'function_id = ?');
    return db
      .prepare<SqlValue[], number>(
        `SELECT DISTINCT hour FROM error_hour ${conditions.where} ORDER BY hour DESC`,
      )
      .pluck()
      .all(...conditions.values)
      .map((hour) => ({ fromMs: hour * HOUR_MS, toMs: (hour + 1) * HOUR_MS }));
  };
}
