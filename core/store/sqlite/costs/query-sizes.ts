import type Database from 'better-sqlite3';
import { compare } from '../../../model/order';
import type { SizeFigures, SizesQuery } from '../../costs';
import { Conditions } from '../conditions';
import { checkedLimit } from '../page';
import { ARCHITECTURE_CODES, type Coded, fromCode, nsToDurationMs } from '../values';
import { decodeSplit } from './split-codec';

interface SizeRow {
  readonly id: string;
  readonly memory_mb: bigint;
  readonly architecture: Coded;
  readonly duration_ns: bigint;
  readonly billed_ns: bigint | null;
  readonly max_memory_used_mb: number | null;
  readonly cost_pico_usd: bigint;
  readonly cost_split: Buffer | null;
}

interface Sums {
  readonly row: SizeRow;
  invocations: number;
  durationNs: bigint;
  billedNs: bigint;
  waitedNs: bigint;
  mostMb: number | null;
  cost: bigint;
}

/** Answers how functions ran at each of their sizes, from the rows of the range. */
export function prepareSizes(db: Database.Database): (query: SizesQuery) => readonly SizeFigures[] {
  return ({ range, environment, functionId, limit }) => {
    const most = checkedLimit(limit);
    const conditions = new Conditions()
      .within('i.start_ns', range)
      .and('i.memory_mb IS NOT NULL AND i.cost_pico_usd IS NOT NULL')
      .andIf(environment, 'f.environment = ?')
      .andIf(functionId, 'i.function_no = (SELECT no FROM function WHERE id = ?)');
    const rows = db
      .prepare<unknown[], SizeRow>(
        `SELECT f.id, i.memory_mb, i.architecture, i.duration_ns, i.billed_ns, i.max_memory_used_mb, i.cost_pico_usd,
           i.cost_split
         FROM invocation i CROSS JOIN function f ON f.no = i.function_no ${conditions.where}`,
      )
      .safeIntegers()
      .iterate(...conditions.values);
    const sums = new Map<string, Sums>();
    for (const row of rows) add(sums, row);
    return [...sums.values()]
      .sort((a, b) => b.invocations - a.invocations || compare(a.cost, b.cost))
      .slice(0, most)
      .map(toFigures);
  };
}

function add(sums: Map<string, Sums>, row: SizeRow): void {
  const key = `${row.id} ${row.memory_mb} ${row.architecture}`;
  let sum = sums.get(key);
  if (sum === undefined) {
    sum = { row, invocations: 0, durationNs: 0n, billedNs: 0n, waitedNs: 0n, mostMb: null, cost: 0n };
    sums.set(key, sum);
  }
  const used = row.max_memory_used_mb;
  sum.invocations += 1;
  sum.durationNs += row.duration_ns;
  sum.billedNs += row.billed_ns ?? 0n;
  sum.cost += row.cost_pico_usd;
  if (used !== null) sum.mostMb = Math.max(sum.mostMb ?? used, used);
  const waiting = row.cost_split === null ? [] : decodeSplit(row.cost_split).waiting;
  for (const { waitedNs } of waiting) sum.waitedNs += waitedNs;
}

function toFigures({ row, invocations, durationNs, billedNs, waitedNs, mostMb, cost }: Sums): SizeFigures {
  return {
    functionId: row.id,
    memoryMb: Number(row.memory_mb),
    architecture: fromCode(ARCHITECTURE_CODES, row.architecture),
    invocations,
    durationMs: nsToDurationMs(durationNs),
    billedDurationMs: nsToDurationMs(billedNs),
    waitedMs: nsToDurationMs(waitedNs),
    maxMemoryUsedMb: mostMb,
    cost,
  };
}
