import type Database from 'better-sqlite3';
import type { CostColumn } from '../../derive/cost-columns';
import { decodeSplit } from '../costs/split-codec';

/** Columns of rollups that only the stored split of each invocation tells. */
export const SPLIT_COLUMNS = [
  'cost_waiting',
  'cost_init',
  'cost_telemetry',
  'cost_request',
  'cost_untraced',
  'cost_retry',
  'retries',
] as const satisfies readonly CostColumn[];

/** What SPLIT_COLUMNS should hold, summed over invocations: integers with spaces between, as SPLIT_SUMS answers them. */
export const SPLIT_SUMS = 'sum_each(split_parts(i.cost_split, i.cost_pico_usd))';

/** Adds the functions that SPLIT_SUMS is made of. */
export function addSplitSums(db: Database.Database): void {
  db.function(
    'split_parts',
    { deterministic: true, directOnly: true, safeIntegers: true },
    (split: unknown, cost: unknown) => {
      if (!Buffer.isBuffer(split)) return null;
      const { lines, isRetry } = decodeSplit(split);
      const { waiting, init, telemetry, request, untraced } = lines;
      return [waiting, init, telemetry, request, untraced, isRetry ? cost : 0n, isRetry ? 1n : 0n].join(' ');
    },
  );
  db.aggregate<bigint[]>('sum_each', {
    start: () => SPLIT_COLUMNS.map(() => 0n),
    step: (sums: bigint[], parts: unknown) => {
      if (typeof parts !== 'string') return;
      parts.split(' ').forEach((part, index) => {
        sums[index] = (sums[index] ?? 0n) + BigInt(part);
      });
    },
    result: (sums: bigint[]) => sums.join(' '),
    directOnly: true,
  });
}
