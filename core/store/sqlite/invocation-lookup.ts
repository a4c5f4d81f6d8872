import type Database from 'better-sqlite3';
import { contains } from './conditions';
import { splitOf, toCostSplit } from './costs/split-codec';
import { prepareDependencyNames } from './dependencies/dependency-table';
import { fromStored, SELECT_INVOCATIONS, type StoredInvocation } from './invocation-columns';
import type { NamedRecord } from './invocation-row';
import { prepareInvocationOfSpan } from './invocation-table';
import { prepareTexts } from './text-table';
import { hexBytes } from './values';

export type NamedInvocation = NamedRecord & { readonly id: bigint };

/** What an invocation's row is found by; ids are hex. */
export interface SpanPlace {
  readonly traceId: string;
  readonly spanId: string;
  readonly startNs: bigint;
}

export interface InvocationLookup {
  /** The invocations among these spans, in the order of the spans. */
  ofSpans(spans: Iterable<SpanPlace>): NamedInvocation[];
  /** What a statement that starts with SELECT_INVOCATIONS answers. */
  select(conditions: string, values: readonly unknown[]): NamedInvocation[];
  /** Whether the text is part of a function's name. */
  isInFunctionName(text: string): boolean;
  /** Prepares a statement that asks for row ids. */
  ids(sql: string): (values: readonly unknown[]) => readonly bigint[];
}

export function prepareInvocationLookup(db: Database.Database): InvocationLookup {
  const find = prepareInvocationOfSpan(db);
  const decode = prepareTexts(db);
  const nameOf = prepareDependencyNames(db);
  const inName = db.prepare<[string]>(`SELECT 1 FROM function WHERE ${contains('name')} LIMIT 1`);
  const named = (row: StoredInvocation): NamedInvocation => {
    const split = splitOf(row);
    const whole = split && row.cost_pico_usd !== null ? toCostSplit(split, row.cost_pico_usd, nameOf) : null;
    return { id: row.id, ...fromStored(row, decode), split: whole };
  };

  return {
    ofSpans(spans) {
      const found: NamedInvocation[] = [];
      for (const { traceId, spanId, startNs } of spans) {
        const row = find(startNs, hexBytes(spanId), hexBytes(traceId));
        if (row) found.push(named(row));
      }
      return found;
    },
    select: (conditions, values) =>
      db
        .prepare<unknown[], StoredInvocation>(`${SELECT_INVOCATIONS} ${conditions}`)
        .safeIntegers()
        .all(...values)
        .map(named),
    isInFunctionName: (text) => inName.get(text) !== undefined,
    ids(sql) {
      const statement = db.prepare<unknown[], bigint>(sql).pluck().safeIntegers();
      return (values) => statement.all(...values);
    },
  };
}
