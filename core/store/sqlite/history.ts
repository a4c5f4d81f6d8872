import type Database from 'better-sqlite3';
import { openDatabase } from '../../database/open';
import type { LogRecord, Span } from '../../model/telemetry';
import type { DaySums, History, HistoryPiece } from '../history';
import { openBlock } from './block/open';

/** As many records as one write to another engine likes. */
const RECORDS_AT_ONCE = 4_000;
/** In statements, where a bound number would divide as a fraction. */
const DAY_NS = 86_400_000_000_000;

interface BlockRow {
  readonly arrival: number;
  readonly data: Buffer;
}

/**
 * A database file in the order in which it came. A block that was merged arrives with the last of those that it was made
 * of, so that whoever reads on misses none of them.
 */
export function openSqliteHistory(databaseFile: string, recordsAtOnce = RECORDS_AT_ONCE): History {
  const db = openDatabase(databaseFile, { readonly: true });
  const blocks = db.prepare<[number], BlockRow>(
    `SELECT m.arrival, b.data FROM block_meta m JOIN block b ON b.id = m.id
     WHERE m.arrival > ? ORDER BY m.arrival, m.id`,
  );

  return {
    readAfter(position) {
      const spans: Span[] = [];
      const logs: LogRecord[] = [];
      let last = position;
      for (const { arrival, data } of blocks.iterate(position)) {
        // All pieces of one merge are one piece here.
        if (arrival > last && spans.length + logs.length >= recordsAtOnce) break;
        last = arrival;
        const block = openBlock(data);
        for (let index = 0; index < block.spanCount; index += 1) spans.push(block.spanAt(index));
        for (let index = 0; index < block.logCount; index += 1) logs.push(block.logAt(index));
      }
      return last === position ? null : ({ batch: { spans, logs }, position: last } satisfies HistoryPiece);
    },
    async still(work) {
      db.exec('BEGIN');
      try {
        return await work();
      } finally {
        db.exec('COMMIT');
      }
    },
    sums: () => sumsOf(db),
    close: () => db.close(),
  };
}

function sumsOf(db: Database.Database): readonly DaySums[] {
  const days = new Map<number, { spans: number; logs: number; invocations: number; cost: bigint }>();
  const of = (day: number) => {
    const sums = days.get(day) ?? { spans: 0, logs: 0, invocations: 0, cost: 0n };
    days.set(day, sums);
    return sums;
  };
  const spans = db.prepare<[], { day: number; spans: number }>(
    `SELECT start_ns / ${DAY_NS} AS day, sum(span_count) AS spans FROM trace GROUP BY day`,
  );
  for (const row of spans.all()) of(row.day).spans = row.spans;
  const invocations = db
    .prepare<[], { day: bigint; invocations: bigint; cost: bigint }>(
      `SELECT start_ns / ${DAY_NS} AS day, count(*) AS invocations, coalesce(sum(cost_pico_usd), 0) AS cost
       FROM invocation GROUP BY day`,
    )
    .safeIntegers();
  for (const row of invocations.all())
    Object.assign(of(Number(row.day)), { invocations: Number(row.invocations), cost: row.cost });
  const logs = db
    .prepare<[], Buffer>('SELECT b.data FROM block_meta m JOIN block b ON b.id = m.id WHERE m.logs > 0')
    .pluck();
  for (const data of logs.iterate()) {
    const { timeNs } = openBlock(data).logColumns();
    for (const ns of timeNs) of(Number(ns / BigInt(DAY_NS))).logs += 1;
  }
  return [...days]
    .sort(([one], [other]) => one - other)
    .map(([day, sums]) => ({ day: new Date(day * 86_400_000).toISOString().slice(0, 10), ...sums }));
}
