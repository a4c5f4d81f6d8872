import type { KeepPolicy } from '../../../model/keeping/policy';
import type { Connection } from '../connection';
import { removeRows } from '../retention/remove-old';
import { hashOf } from '../text';

/** Which traces are to be looked at by one policy, and when. */
export interface Looks {
  /** Notes what arrived or was derived since the last time, at all when it is the first. */
  enrol(): Promise<void>;
  /** Traces that are due, and how to tell that they were looked at and are to be looked at again. */
  due(nowMs: number): Promise<{
    readonly traceIds: readonly string[];
    settle(again: ReadonlyMap<string, number>): Promise<void>;
  }>;
}

const MOST_AT_ONCE = 1000;
/** Of so many that were looked at, the notes are removed. */
const MOST_NOTES = 100_000;

/** `graceMs`: how long an insert that has begun may take to be seen. */
export function prepareLooks(connection: Connection, policy: KeepPolicy, graceMs: number): Looks {
  const name = hashOf(JSON.stringify(policy), 16);
  const [enrolled, looked] = [`enrolled ${name}`, `looked ${name}`];
  const markOf = async (mark: string): Promise<bigint> => {
    const [row] = await connection.ask<{ value: string }>(
      `SELECT toString(max(p.value)) AS value FROM progress AS p WHERE p.name = '${mark}'`,
    );
    return BigInt(row?.value ?? 0);
  };
  let notes = 0;
  let enrolledMs = Number.NEGATIVE_INFINITY;

  return {
    async enrol() {
      if (performance.now() - enrolledMs < graceMs) return;
      enrolledMs = performance.now();
      const [now] = await connection.ask<{ ns: string }>(
        `SELECT toString(toUnixTimestamp64Nano(now64(9)) - ${BigInt(graceMs) * 1_000_000n}) AS ns`,
      );
      const [from, until] = [await markOf(enrolled), BigInt(now?.ns ?? 0)];
      const first = (await markOf(looked)) + 1n;
      const within = (column: string) =>
        `${column} > fromUnixTimestamp64Nano(toInt64(${from})) AND ${column} <= fromUnixTimestamp64Nano(toInt64(${until}))`;
      const restMs = policy.settleMinutes * 60_000;
      await connection.command(
        `INSERT INTO look (policy, due_ms, trace_id) SELECT '${name}', greatest(max(rests), ${first}), trace_id FROM (
           SELECT trace_id, intDiv(start_ns, 1000000) + intDiv(duration_ns, 1000000) + ${restMs + 2} AS rests
           FROM trace WHERE ${within('derived')} AND part = '' AND NOT startsWith(trace_id, '-')
           UNION ALL
           SELECT trace_id, intDiv(time_ns, 1000000) + ${restMs + 1} AS rests
           FROM log WHERE ${within('arrived')} AND trace_id != ''
         ) GROUP BY trace_id`,
      );
      await connection.insert('progress', [{ name: enrolled, value: until.toString() }]);
    },

    async due(nowMs) {
      const rows = await connection.ask<{ trace_id: string; due: string }>(
        `SELECT DISTINCT trace_id, due_ms AS due FROM look
         WHERE policy = '${name}' AND due_ms > ${await markOf(looked)} AND due_ms <= ${Math.floor(nowMs)}
         ORDER BY due LIMIT ${MOST_AT_ONCE} WITH TIES`,
      );
      const last = rows.at(-1);
      return {
        traceIds: [...new Set(rows.map(({ trace_id }) => trace_id))],
        async settle(again) {
          if (last === undefined) return;
          await connection.insert(
            'look',
            Array.from(again, ([traceId, dueMs]) => ({ policy: name, due_ms: dueMs, trace_id: traceId })),
          );
          await connection.insert('progress', [{ name: looked, value: last.due }]);
          notes += rows.length;
          if (notes < MOST_NOTES) return;
          notes = 0;
          await removeRows(connection, 'look', `policy = '${name}' AND due_ms <= ${last.due}`);
        },
      };
    },
  };
}
