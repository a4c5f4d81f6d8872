import { toWholeHours } from '../../../model/time-range';
import type { SizeFigures, SizesQuery } from '../../costs';
import { checkedLimit } from '../../derive/checked-limit';
import { mostInvoked } from '../../derive/most-invoked';
import { nsToDurationMs } from '../../derive/times';
import type { Connection } from '../connection';
import { Conditions } from '../statement';

interface SizeRow {
  readonly id: string;
  readonly memory: string;
  readonly arch: string | null;
  readonly invocations: string;
  readonly duration: string;
  readonly billed: string;
  readonly waited: string;
  readonly most_used: number | null;
  readonly paid: string;
}

/** Answers how functions ran at each of their sizes. */
export function prepareSizes(connection: Connection): (query: SizesQuery) => Promise<readonly SizeFigures[]> {
  return async ({ range, environment, functionId, limit }) => {
    const most = checkedLimit(limit);
    const conditions = new Conditions()
      .happened('i.start_ns', toWholeHours(range))
      .and('i.memory_mb IS NOT NULL AND i.cost IS NOT NULL')
      .andIf(environment, 'i.environment = ?')
      .andIf(functionId, 'i.function_id = ?');
    const rows = await connection.ask<SizeRow>(
      `SELECT i.function_id AS id, i.memory_mb AS memory, i.architecture AS arch, count() AS invocations,
         sum(toInt128(i.duration_ns)) AS duration, sum(toInt128(ifNull(i.billed_ns, 0))) AS billed,
         sum(toInt128(arraySum(i.waited_ns))) AS waited, max(i.max_memory_used_mb) AS most_used,
         sum(toInt128(ifNull(i.cost, 0))) AS paid
       FROM invocation AS i ${conditions.where} GROUP BY id, memory, arch`,
      conditions.values,
    );
    const sizes = rows.map((row) => ({
      functionId: row.id,
      memoryMb: Number(row.memory),
      architecture: row.arch,
      invocations: Number(row.invocations),
      durationMs: nsToDurationMs(BigInt(row.duration)),
      billedDurationMs: nsToDurationMs(BigInt(row.billed)),
      waitedMs: nsToDurationMs(BigInt(row.waited)),
      maxMemoryUsedMb: row.most_used,
      cost: BigInt(row.paid),
    }));
    return mostInvoked(sizes, most);
  };
}
