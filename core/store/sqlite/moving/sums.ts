import type Database from 'better-sqlite3';
import type { DaySums } from '../../history';
import { openBlock } from '../block/open';

/** In statements, where a bound number would divide as a fraction. */
const DAY_NS = 86_400_000_000_000;

interface Sums {
  spans: number;
  logs: number;
  invocations: number;
  cost: bigint;
}

/** What is kept of each day, oldest first; of what starts before the floor, nanoseconds since the epoch, the hours. */
export function sumsOf(db: Database.Database, floorNs: bigint): readonly DaySums[] {
  const days = new Map<number, Sums>();
  const of = (day: number): Sums => {
    const sums = days.get(day) ?? { spans: 0, logs: 0, invocations: 0, cost: 0n };
    days.set(day, sums);
    return sums;
  };
  const spans = db.prepare<[bigint], { day: number; spans: number }>(
    `SELECT start_ns / ${DAY_NS} AS day, sum(span_count) AS spans FROM trace WHERE start_ns >= ? GROUP BY day`,
  );
  for (const row of spans.all(floorNs)) of(row.day).spans = row.spans;
  const invocations = db
    .prepare<[bigint, bigint], { day: bigint; invocations: bigint; cost: bigint }>(
      `SELECT start_ns / ${DAY_NS} AS day, count(*) AS invocations, coalesce(sum(cost_pico_usd), 0) AS cost
       FROM invocation WHERE start_ns >= ? GROUP BY day
       UNION ALL
       SELECT start_seconds / 86400 AS day, sum(invocations), sum(cost_pico_usd) FROM rollup
       WHERE scope IN (SELECT id FROM function) AND step_seconds = 3600 AND start_seconds < ? GROUP BY day`,
    )
    .safeIntegers();
  for (const row of invocations.all(floorNs, floorNs / 1_000_000_000n)) {
    const sums = of(Number(row.day));
    sums.invocations += Number(row.invocations);
    sums.cost += row.cost;
  }
  const logs = db
    .prepare<[bigint], Buffer>(
      'SELECT b.data FROM block_meta m JOIN block b ON b.id = m.id WHERE m.log_t1 >= ?',
    )
    .pluck();
  for (const data of logs.iterate(floorNs)) {
    const { timeNs } = openBlock(data).logColumns();
    for (const ns of timeNs) if (ns >= floorNs) of(Number(ns / BigInt(DAY_NS))).logs += 1;
  }
  return [...days]
    .sort(([one], [other]) => one - other)
    .map(([day, sums]) => ({ day: new Date(day * 86_400_000).toISOString().slice(0, 10), ...sums }));
}
