import type Database from 'better-sqlite3';
import { DEPENDENCY_KINDS } from '../../../model/costs/dependency-kind';
import { DurationHistogram } from '../../../model/histogram';
import { compare } from '../../../model/order';
import type { DependenciesQuery, DependencyFigures, DependencyList } from '../../dependencies';
import { callFigures } from '../../derive/call-figures';
import { checkedLimit } from '../../derive/checked-limit';
import { coverRange } from '../cover-range';
import { prepareMinutesSince } from '../retention/floor';
import { hexBytes, nsToDurationMs } from '../values';

interface DependencyRow {
  readonly no: number;
  readonly function_id: Buffer;
  readonly name: string;
  readonly kind: number;
}

type Counted = readonly [
  no: bigint,
  invocations: bigint,
  waitedNs: bigint,
  cost: bigint,
  calls: bigint,
  errors: bigint,
  buckets: Uint8Array,
];

interface Sums {
  invocations: bigint;
  waitedNs: bigint;
  cost: bigint;
  calls: number;
  errors: number;
  readonly durations: Uint8Array[];
}

/** Answers what functions called and waited for. */
export function prepareDependencies(db: Database.Database): (query: DependenciesQuery) => DependencyList {
  const dependencies = db.prepare<[string | null, Buffer | null, string | null], DependencyRow>(
    `SELECT no, function_id, name, kind FROM dependency
     WHERE lower(hex(function_id)) IN (SELECT id FROM function WHERE environment = coalesce(?, environment))
       AND function_id = coalesce(?, function_id) AND name = coalesce(?, name)`,
  );
  const minutesSince = prepareMinutesSince(db);
  const counted = db
    .prepare<[string, number, number, number], Counted>(
      `SELECT dependency_no, invocations, waited_ns, cost_pico_usd, calls, errors, call_buckets
       FROM dependency_rollup
       WHERE dependency_no IN (SELECT value FROM json_each(?)) AND step_seconds = ? AND start_seconds >= ?
         AND start_seconds < ?`,
    )
    .raw()
    .safeIntegers();
  const histogram = new DurationHistogram();
  const ofAll = new DurationHistogram();

  return ({ range, environment, functionId, dependency, limit }) => {
    const most = checkedLimit(limit);
    const rows = dependencies.all(
      environment ?? null,
      functionId === undefined ? null : hexBytes(functionId),
      dependency ?? null,
    );
    const list = JSON.stringify(rows.map(({ no }) => no));
    const sums = new Map<number, Sums>();
    for (const { step, from, to } of coverRange(range, { minutesSince: minutesSince() })) {
      for (const row of counted.all(list, step, from, to)) add(sums, row);
    }
    const found = rows
      .flatMap((row) => {
        const own = sums.get(row.no);
        return own ? [{ row, own }] : [];
      })
      .sort(
        (a, b) =>
          b.own.calls - a.own.calls ||
          compare(a.row.name, b.row.name) ||
          Buffer.compare(a.row.function_id, b.row.function_id),
      );
    const items: DependencyFigures[] = [];
    ofAll.clear();
    let calls = 0;
    let errors = 0;
    for (const { row, own } of found) {
      histogram.clear();
      for (const bytes of own.durations) histogram.mergeBytes(bytes);
      ofAll.mergeBytes(histogram.toBytes());
      calls += own.calls;
      errors += own.errors;
      if (items.length < most) items.push(toFigures(row, own, histogram));
    }
    return { items, totals: callFigures(calls, errors, ofAll) };
  };
}

function add(
  sums: Map<number, Sums>,
  [no, invocations, waitedNs, cost, calls, errors, buckets]: Counted,
): void {
  let own = sums.get(Number(no));
  if (own === undefined) {
    own = { invocations: 0n, waitedNs: 0n, cost: 0n, calls: 0, errors: 0, durations: [] };
    sums.set(Number(no), own);
  }
  own.invocations += invocations;
  own.waitedNs += waitedNs;
  own.cost += cost;
  own.calls += Number(calls);
  own.errors += Number(errors);
  own.durations.push(buckets);
}

function toFigures(
  { function_id, name, kind }: DependencyRow,
  { invocations, waitedNs, cost, calls, errors }: Sums,
  durations: DurationHistogram,
): DependencyFigures {
  return {
    functionId: function_id.toString('hex'),
    dependency: name,
    kind: DEPENDENCY_KINDS[kind] ?? 'other',
    ...callFigures(calls, errors, durations),
    waited: { invocations: Number(invocations), durationMs: nsToDurationMs(waitedNs), cost },
  };
}
