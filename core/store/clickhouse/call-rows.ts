import { DurationHistogram } from '../../model/histogram';
import { DAY_MS, type TimeRange, toWholeMinutes } from '../../model/time-range';
import type { FiguresQuery } from '../figures';
import type { Connection } from './connection';
import { figureConditions } from './figure-conditions';
import { readFiguresSince } from './retention/floor';
import { amongSettled, EVER, notSettled, readSettledDays } from './settled/settled-days';
import { aboutHours, splitRange } from './split-range';
import { Conditions } from './statement';

/** A dependency of a function. */
export interface CallKey {
  readonly function: string;
  readonly dependency: string;
}

export interface Calls extends CallKey {
  calls: number;
  errors: number;
  readonly durations: DurationHistogram;
}

export interface Waits extends CallKey {
  invocations: number;
  ns: bigint;
  cost: bigint;
}

interface CallRow extends CallKey {
  readonly calls: string;
  readonly errors: string;
  readonly buckets: readonly [numbers: readonly number[], counts: readonly string[]];
}

interface WaitRow extends CallKey {
  readonly invocations: string;
  readonly ns: string;
  readonly cost: string;
}

type Query = Pick<FiguresQuery, 'range' | 'environment' | 'functionId'>;

/** Calls by the hour: of what is not kept any more, and of settled days. */
type HourTable = 'hour_call' | 'day_call';

function callKey({ function: id, dependency }: CallKey): string {
  return `${id} ${dependency}`;
}

/** What was called in a range: of rows, of settled days by the hour, and before what is kept of whole hours. */
export async function readCalls(connection: Connection, query: Query): Promise<ReadonlyMap<string, Calls>> {
  const rows = await readBoth<CallRow>(
    connection,
    query,
    ({ where }) =>
      `SELECT function, dependency, sum(toUInt64(length(durations))) AS calls, sum(toUInt64(failed)) AS errors,
         sumMap(durations, arrayMap(bucket -> toUInt64(1), durations)) AS buckets
       FROM (SELECT i.function_id AS function, i.called AS names, i.call_errors AS errors_of, i.call_buckets AS times
             FROM invocation AS i ${where})
       ARRAY JOIN names AS dependency, errors_of AS failed, times AS durations GROUP BY function, dependency`,
    (table, { where }) =>
      `SELECT h.function_id AS function, h.dependency AS dependency, sum(h.calls) AS calls, sum(h.errors) AS errors,
         sumMap(h.buckets) AS buckets
       FROM ${table} AS h FINAL ${aboutHours(where)} AND h.calls > 0 GROUP BY function, dependency`,
  );
  const all = new Map<string, Calls>();
  for (const { function: id, dependency, calls, errors, buckets } of rows) {
    const sum = all.get(callKey({ function: id, dependency })) ?? {
      ...{ function: id, dependency, calls: 0, errors: 0 },
      durations: new DurationHistogram(),
    };
    all.set(callKey(sum), sum);
    sum.calls += Number(calls);
    sum.errors += Number(errors);
    const [numbers, counts] = buckets;
    for (const [index, bucket] of numbers.entries())
      sum.durations.recordBucket(bucket, Number(counts[index] ?? 0));
  }
  return all;
}

/** What was waited for in a range, in the same way. */
export async function readWaits(connection: Connection, query: Query): Promise<ReadonlyMap<string, Waits>> {
  const rows = await readBoth<WaitRow>(
    connection,
    query,
    ({ where }) =>
      `SELECT function, dependency, count() AS invocations, sum(toInt128(waited)) AS ns, sum(toInt128(price)) AS cost
       FROM (SELECT i.function_id AS function, i.dependencies AS names, i.waited_ns AS times, i.waiting_cost AS costs
             FROM invocation AS i ${where})
       ARRAY JOIN names AS dependency, times AS waited, costs AS price GROUP BY function, dependency`,
    (table, { where }) =>
      `SELECT h.function_id AS function, h.dependency AS dependency, sum(h.invocations) AS invocations,
         sum(h.waited_ns) AS ns, sum(h.waiting_cost) AS cost
       FROM ${table} AS h FINAL ${aboutHours(where)} AND h.invocations > 0 GROUP BY function, dependency`,
  );
  const all = new Map<string, Waits>();
  for (const { function: id, dependency, invocations, ns, cost } of rows) {
    const sum = all.get(callKey({ function: id, dependency })) ?? {
      ...{ function: id, dependency, invocations: 0, ns: 0n, cost: 0n },
    };
    all.set(callKey(sum), sum);
    sum.invocations += Number(invocations);
    sum.ns += BigInt(ns);
    sum.cost += BigInt(cost);
  }
  return all;
}

/** What kind each is, of all times: it does not depend on when it is asked. */
export async function readKinds(connection: Connection, query: Query): Promise<ReadonlyMap<string, number>> {
  const conditions = new Conditions()
    .andIf(query.environment, 'i.environment = ?')
    .andIf(query.functionId, 'i.function_id = ?');
  const where = conditions.where || 'WHERE true';
  const days = await readSettledDays(connection, EVER);
  const ofHours = (table: HourTable, only: string) =>
    `SELECT h.function_id AS function, h.dependency AS dependency, h.kind AS kind
       FROM ${table} AS h ${aboutHours(`${where} AND ${only}`)} AND h.calls > 0`;
  const rows = await connection.ask<CallKey & { readonly number: number }>(
    `SELECT function, dependency, min(kind) AS number FROM (
       SELECT function, dependency, kind
       FROM (SELECT i.function_id AS function, i.called AS names, i.call_kinds AS numbers
             FROM invocation AS i ${where} AND ${notSettled(days)})
       ARRAY JOIN names AS dependency, numbers AS kind
       UNION ALL ${ofHours('day_call', amongSettled(days))}
       UNION ALL ${ofHours('hour_call', 'true')}
     ) GROUP BY function, dependency`,
    conditions.values,
  );
  return new Map(rows.map((row) => [callKey(row), row.number]));
}

async function readBoth<Row>(
  connection: Connection,
  query: Query,
  ofRows: (conditions: Conditions) => string,
  ofHours: (table: HourTable, conditions: Conditions) => string,
): Promise<readonly Row[]> {
  const whole = toWholeMinutes(query.range);
  const [since, settledDays] = await Promise.all([
    readFiguresSince(connection),
    readSettledDays(connection, whole),
  ]);
  const { rows, hours } = splitRange(whole, since);
  const days = settledDays.filter(({ day }) => day * DAY_MS >= rows.fromMs);
  const read = (range: TimeRange, only: string, statement: (conditions: Conditions) => string) => {
    const conditions = figureConditions({ ...query, range }).and(only);
    return connection.ask<Row>(statement(conditions), conditions.values);
  };
  const readHours = (range: TimeRange, only: string, table: HourTable) =>
    read(range, only, (conditions) => ofHours(table, conditions));
  const [young, settled, old] = await Promise.all([
    read(rows, notSettled(days), ofRows),
    days.length === 0 ? [] : readHours(rows, amongSettled(days), 'day_call'),
    hours === null ? [] : readHours(hours, 'true', 'hour_call'),
  ]);
  return [...old, ...settled, ...young];
}
