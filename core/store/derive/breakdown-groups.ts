import type { BreakdownField } from '../../model/explore/breakdown-fields';
import { OUTCOMES } from '../../model/invocation';
import { compare } from '../../model/order';
import type { BreakdownGroup } from '../explore';
import { nsToDurationMs } from './times';

/** What of an invocation is counted, and by what. */
export interface CountedInvocation {
  readonly durationNs: bigint;
  readonly cost: bigint | null;
  readonly functionName: string;
  readonly values: Readonly<Record<BreakdownField, string | null>>;
}

type Value = Pick<BreakdownGroup, 'value' | 'label'>;

interface Sums extends Value {
  errors: number;
  coldStarts: number;
  readonly durations: number[];
  cost: bigint | null;
}

/** The invocations counted by what `of` says of each; groups with most of them first. */
export function breakdownGroups<Row extends CountedInvocation>(
  rows: readonly Row[],
  limit: number,
  of: (row: Row) => Value,
): readonly BreakdownGroup[] {
  const groups = new Map<string | null, Sums>();
  for (const row of rows) {
    const { value, label } = of(row);
    const sums = groups.get(value) ?? { value, label, errors: 0, coldStarts: 0, durations: [], cost: null };
    groups.set(value, sums);
    if (row.values.outcome !== OUTCOMES[0]) sums.errors += 1;
    if (row.values.coldStart === 'true') sums.coldStarts += 1;
    sums.durations.push(nsToDurationMs(row.durationNs));
    if (row.cost !== null) sums.cost = (sums.cost ?? 0n) + row.cost;
  }
  return [...groups.values()]
    .sort((a, b) => b.durations.length - a.durations.length || compare(a.value ?? '', b.value ?? ''))
    .slice(0, limit)
    .map(({ durations, ...sums }) => {
      durations.sort((a, b) => a - b);
      const rank = (q: number) => durations[Math.ceil(q * durations.length) - 1] ?? 0;
      return { ...sums, invocations: durations.length, p50Ms: rank(0.5), p95Ms: rank(0.95) };
    });
}

/** By a field of invocations; functions go by their ids and are shown by their names. */
export function groupsByField(
  rows: readonly CountedInvocation[],
  limit: number,
  field: BreakdownField,
): readonly BreakdownGroup[] {
  return breakdownGroups(rows, limit, (row) => ({
    value: row.values[field],
    label: field === 'function' ? row.functionName : row.values[field],
  }));
}
