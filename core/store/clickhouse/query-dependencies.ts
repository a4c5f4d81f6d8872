import { DEPENDENCY_KINDS } from '../../model/costs/dependency-kind';
import { DurationHistogram } from '../../model/histogram';
import { compare } from '../../model/order';
import type { DependenciesQuery, DependencyFigures } from '../dependencies';
import { checkedLimit } from '../derive/checked-limit';
import { nsToDurationMs } from '../derive/times';
import type { Connection } from './connection';
import { figureConditions } from './query-figures';
import { Conditions } from './statement';

interface CallRow {
  readonly function: string;
  readonly dependency: string;
  readonly calls: string;
  readonly errors: string;
  readonly buckets: readonly [numbers: readonly number[], counts: readonly string[]];
}

interface WaitRow {
  readonly function: string;
  readonly dependency: string;
  readonly invocations: string;
  readonly ns: string;
  readonly cost: string;
}

interface KindRow {
  readonly function: string;
  readonly dependency: string;
  readonly kind: number;
}

/** Answers what functions called and waited for; all are told apart, because nothing is kept of each. */
export function prepareDependencies(
  connection: Connection,
): (query: DependenciesQuery) => Promise<readonly DependencyFigures[]> {
  const readCalls = (conditions: Conditions) =>
    connection.ask<CallRow>(
      `SELECT function, dependency, sum(toUInt64(length(durations))) AS calls, sum(toUInt64(failed)) AS errors,
         sumMap(durations, arrayMap(bucket -> toUInt64(1), durations)) AS buckets
       FROM (SELECT i.function_id AS function, i.called AS names, i.call_errors AS errors_of, i.call_buckets AS times
             FROM invocation AS i ${conditions.where})
       ARRAY JOIN names AS dependency, errors_of AS failed, times AS durations GROUP BY function, dependency`,
      conditions.values,
    );
  const readWaits = (conditions: Conditions) =>
    connection.ask<WaitRow>(
      `SELECT function, dependency, count() AS invocations, sum(toInt128(waited)) AS ns, sum(toInt128(price)) AS cost
       FROM (SELECT i.function_id AS function, i.dependencies AS names, i.waited_ns AS times, i.waiting_cost AS costs
             FROM invocation AS i ${conditions.where})
       ARRAY JOIN names AS dependency, times AS waited, costs AS price GROUP BY function, dependency`,
      conditions.values,
    );
  /** Of all times: what kind a dependency is does not depend on when it is asked. */
  const readKinds = ({ environment, functionId }: DependenciesQuery) => {
    const conditions = new Conditions()
      .andIf(environment, 'i.environment = ?')
      .andIf(functionId, 'i.function_id = ?');
    return connection.ask<KindRow>(
      `SELECT function, dependency, min(number) AS kind
       FROM (SELECT i.function_id AS function, i.called AS names, i.call_kinds AS numbers
             FROM invocation AS i ${conditions.where})
       ARRAY JOIN names AS dependency, numbers AS number GROUP BY function, dependency`,
      conditions.values,
    );
  };

  return async (query) => {
    const most = checkedLimit(query.limit);
    const [calls, waits, kinds] = await Promise.all([
      readCalls(figureConditions(query)),
      readWaits(figureConditions(query)),
      readKinds(query),
    ]);
    const { dependency = null } = query;
    const wanted = [...calls, ...waits].filter((row) => dependency === null || row.dependency === dependency);
    const named = new Map(wanted.map((row) => [keyOf(row), row]));
    const [callOf, waitOf, kindOf] = [byKey(calls), byKey(waits), byKey(kinds)];
    return Array.from(named, ([key, row]) =>
      toFigures(row, callOf.get(key), waitOf.get(key), kindOf.get(key)),
    )
      .sort(
        (a, b) =>
          b.calls - a.calls || compare(a.dependency, b.dependency) || compare(a.functionId, b.functionId),
      )
      .slice(0, most);
  };
}

type Key = Pick<KindRow, 'function' | 'dependency'>;

function keyOf(row: Key): string {
  return `${row.function} ${row.dependency}`;
}

function byKey<Row extends Key>(rows: readonly Row[]): ReadonlyMap<string, Row> {
  return new Map(rows.map((row) => [keyOf(row), row]));
}

function toFigures(
  row: Key,
  call: CallRow | undefined,
  wait: WaitRow | undefined,
  kind: KindRow | undefined,
): DependencyFigures {
  return {
    functionId: row.function,
    dependency: row.dependency,
    kind: DEPENDENCY_KINDS[kind?.kind ?? -1] ?? 'other',
    calls: Number(call?.calls ?? 0),
    errors: Number(call?.errors ?? 0),
    durationMs: call ? percentilesOf(call) : null,
    waited: {
      invocations: Number(wait?.invocations ?? 0),
      durationMs: nsToDurationMs(BigInt(wait?.ns ?? 0)),
      cost: BigInt(wait?.cost ?? 0),
    },
  };
}

function percentilesOf({ buckets: [numbers, counts] }: CallRow): DependencyFigures['durationMs'] {
  const histogram = new DurationHistogram();
  for (const [index, bucket] of numbers.entries()) histogram.recordBucket(bucket, Number(counts[index] ?? 0));
  const of = (share: number) => (histogram.percentile(share) ?? 0) / 1e6;
  return { p50: of(0.5), p95: of(0.95), p99: of(0.99) };
}
