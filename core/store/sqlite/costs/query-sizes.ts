import type Database from 'better-sqlite3';
import { compare } from '../../../model/order';
import type { SizeFigures, SizesQuery } from '../../costs';
import { Conditions, type SqlValue } from '../conditions';
import { checkedLimit } from '../page';
import { ARCHITECTURE_CODES, type Coded, fromCode, nsToDurationMs } from '../values';
import { waitedNsOf } from './split-codec';

/** Sums that an integer may not hold, in halves. */
interface SizeRow {
  readonly id: string;
  readonly memory_mb: bigint;
  readonly architecture: Coded;
  readonly invocations: bigint;
  readonly duration_high: bigint;
  readonly duration_low: bigint;
  readonly billed_high: bigint;
  readonly billed_low: bigint;
  readonly cost_high: bigint;
  readonly cost_low: bigint;
  /** Decimal text. */
  readonly waited: string;
  readonly most_mb: number | null;
}

const halves = (column: string, name: string) =>
  `sum(${column} >> 32) AS ${name}_high, sum(${column} & 0xffffffff) AS ${name}_low`;
const SUMS = [
  'count(*) AS invocations',
  halves('i.duration_ns', 'duration'),
  halves('ifnull(i.billed_ns, 0)', 'billed'),
  halves('i.cost_pico_usd', 'cost'),
  'waited_ns(i.cost_split) AS waited',
  'max(i.max_memory_used_mb) AS most_mb',
].join(', ');

/** Answers how functions ran at each of their sizes, from the rows of the range, which the database adds up. */
export function prepareSizes(db: Database.Database): (query: SizesQuery) => readonly SizeFigures[] {
  db.aggregate('waited_ns', {
    start: () => 0n,
    step: (sum: bigint, split: unknown) => (Buffer.isBuffer(split) ? sum + waitedNsOf(split) : sum),
    result: (sum: bigint) => sum.toString(),
  });
  return ({ range, environment, functionId, limit }) => {
    const most = checkedLimit(limit);
    const conditions = new Conditions()
      .within('i.start_ns', range)
      .and('i.memory_mb IS NOT NULL AND i.cost_pico_usd IS NOT NULL')
      .andIf(environment, 'i.function_no IN (SELECT no FROM function WHERE environment = ?)')
      .andIf(functionId, 'i.function_no = (SELECT no FROM function WHERE id = ?)');
    const rows = db
      .prepare<SqlValue[], SizeRow>(
        `SELECT f.id, size.* FROM (SELECT i.function_no, i.memory_mb, i.architecture, ${SUMS}
           FROM invocation i ${conditions.where} GROUP BY i.function_no, i.memory_mb, i.architecture) size
         CROSS JOIN function f ON f.no = size.function_no`,
      )
      .safeIntegers()
      .all(...conditions.values);
    return rows
      .map(toFigures)
      .sort((a, b) => b.invocations - a.invocations || compare(a.cost, b.cost))
      .slice(0, most);
  };
}

const whole = (high: bigint, low: bigint) => (high << 32n) + low;

function toFigures(row: SizeRow): SizeFigures {
  return {
    functionId: row.id,
    memoryMb: Number(row.memory_mb),
    architecture: fromCode(ARCHITECTURE_CODES, row.architecture),
    invocations: Number(row.invocations),
    durationMs: nsToDurationMs(whole(row.duration_high, row.duration_low)),
    billedDurationMs: nsToDurationMs(whole(row.billed_high, row.billed_low)),
    waitedMs: nsToDurationMs(BigInt(row.waited)),
    maxMemoryUsedMb: row.most_mb,
    cost: whole(row.cost_high, row.cost_low),
  };
}
