import type { BreakdownField } from '../../model/explore/breakdown-fields';
import { OUTCOMES } from '../../model/invocation';
import { compare } from '../../model/order';
import type { BreakdownGroup } from '../explore';
import { nsToDurationMs } from './times';

/** The figures of an invocation to count, and the values to count them by. */
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

/** The invocations counted by what `of` returns for each; largest groups first. */
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

/** Counted by a field of invocations; functions are keyed by id and labelled by name. */
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
