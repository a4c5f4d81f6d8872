import type Database from 'better-sqlite3';
import { OUTCOMES } from '../../../model/invocation';
import type { Breakdown, BreakdownGroup, BreakdownQuery } from '../../explore';
import type { InvocationSearch } from '../invocation-search';
import { checkedLimit } from '../page';
import { preparePromotedList } from '../promoted/promoted-list';
import { type PromotedValue, promotedText } from '../promoted/promoted-value';
import { nsToDurationMs, nsToTimeMs } from '../values';
import { type InvocationFacts, prepareInvocationFacts } from './invocation-facts';

const MOST_GROUPS = 1000;
const MOST_INVOCATIONS = 10_000;

interface Sums {
  readonly value: string | null;
  readonly label: string | null;
  errors: number;
  coldStarts: number;
  readonly durations: number[];
  cost: bigint | null;
}

export function prepareBreakdown(
  db: Database.Database,
  search: InvocationSearch,
): (query: BreakdownQuery) => Breakdown {
  const factsOf = prepareInvocationFacts(db);
  const promoted = preparePromotedList(db);
  const storedValue = db
    .prepare<[bigint, bigint, bigint], PromotedValue>(
      'SELECT value FROM invocation_attribute WHERE attribute_no = ? AND start_ns = ? AND invocation_id = ?',
    )
    .pluck()
    .safeIntegers();

  return (query) => {
    const limit = Math.min(checkedLimit(query.limit), MOST_GROUPS);
    const sample = Math.min(checkedLimit(query.sample ?? MOST_INVOCATIONS), MOST_INVOCATIONS);
    const rows = factsOf(search.newest(query, sample + 1));
    const counted = rows.slice(0, sample);
    const ofField = query.fields.map((field) => ({
      field,
      groups: groupsOf(counted, limit, (row) => ({
        value: row.values[field],
        label: field === 'function' ? row.functionName : row.values[field],
      })),
    }));
    const ofAttribute = (query.byAttributes ?? []).map((key) => {
      const { no } = promoted.named(key);
      const groups = groupsOf(counted, limit, ({ id, startNs }) => {
        const stored = storedValue.get(no, startNs, id);
        const value = stored === undefined ? null : promotedText(stored);
        return { value, label: value };
      });
      return { field: key, groups };
    });
    const oldest = counted.at(-1);
    return {
      invocations: counted.length,
      complete: rows.length <= sample,
      since: oldest ? nsToTimeMs(oldest.startNs) : null,
      fields: [...ofField, ...ofAttribute],
    };
  };
}

function groupsOf(
  rows: readonly InvocationFacts[],
  limit: number,
  of: (row: InvocationFacts) => Pick<Sums, 'value' | 'label'>,
): readonly BreakdownGroup[] {
  const groups = new Map<string | null, Sums>();
  for (const row of rows) {
    const { value, label } = of(row);
    const sums = groups.get(value) ?? {
      value,
      label,
      errors: 0,
      coldStarts: 0,
      durations: [],
      cost: null,
    };
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

function compare(a: string, b: string): number {
  if (a === b) return 0;
  return a < b ? -1 : 1;
}
