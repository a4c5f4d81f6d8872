import type Database from 'better-sqlite3';
import { contains } from './conditions';
import { splitOf, toCostSplit } from './costs/split-codec';
import { prepareDependencyNames } from './dependencies/dependency-table';
import { fromStored, SELECT_INVOCATIONS, type StoredInvocation } from './invocation-columns';
import type { NamedRecord } from './invocation-row';
import { prepareTexts } from './text-table';

export type NamedInvocation = NamedRecord & { readonly id: bigint };

/** What an invocation's row is found by; ids are hex. */
export interface SpanPlace {
  readonly traceId: string;
  readonly spanId: string;
  readonly startNs: bigint;
}

export interface InvocationLookup {
  /** The invocations among these spans, in any order. */
  ofSpans(spans: Iterable<SpanPlace>): NamedInvocation[];
  /** What a statement that starts with SELECT_INVOCATIONS answers. */
  select(conditions: string, values: readonly unknown[]): NamedInvocation[];
  /** Whether the text is part of a function's name. */
  isInFunctionName(text: string): boolean;
  /** Prepares a statement that asks for row ids. */
  ids(sql: string): (values: readonly unknown[]) => readonly bigint[];
}

export function prepareInvocationLookup(db: Database.Database): InvocationLookup {
  // One statement for all: of one each, those of a trace of 10,000 spans took half a second.
  const withStarts = db
    .prepare<[string], StoredInvocation>(
      `${SELECT_INVOCATIONS} WHERE i.start_ns IN (SELECT value FROM json_each(?))`,
    )
    .safeIntegers();
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
      const places = new Set<string>();
      const starts = new Set<bigint>();
      for (const { traceId, spanId, startNs } of spans) {
        places.add(`${startNs} ${spanId} ${traceId}`);
        starts.add(startNs);
      }
      return withStarts
        .all(`[${[...starts].join(',')}]`)
        .filter(({ start_ns, span_id, trace_id }) =>
          places.has(`${start_ns} ${span_id.toString('hex')} ${trace_id.toString('hex')}`),
        )
        .map(named);
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
