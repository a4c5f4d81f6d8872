import type Database from 'better-sqlite3';
import { DurationHistogram } from '../../model/histogram';
import { COST_COLUMNS, costsOf, splitOf } from './costs/cost-columns';
import { DependencyDeltas, prepareDependencyRollup } from './costs/dependency-rollup';
import type { InvocationRecord } from './invocation-record';
import { type RollupDelta, RollupDeltas } from './rollup-deltas';
import { ROLLUP_STEPS } from './rollup-scope';
import { later, toInt64 } from './values';

export interface RollupTable {
  /** Adds and takes out invocations; their rows must be written already. */
  apply(
    changes: readonly { added: readonly InvocationRecord[]; removed: readonly InvocationRecord[] }[],
  ): void;
}

const COLUMNS = `invocations, ok, error, timeout, oom, throttled, cold_starts, duration_sum_ns, duration_max_ns,
  duration_buckets, billed_ns, cost_pico_usd, unpriced, reported, received, ${COST_COLUMNS.join(', ')}`;

/** In the order of COLUMNS. */
type RollupRow = [
  invocations: bigint,
  ok: bigint,
  error: bigint,
  timeout: bigint,
  oom: bigint,
  throttled: bigint,
  coldStarts: bigint,
  durationSumNs: bigint,
  durationMaxNs: bigint,
  durationBuckets: Uint8Array,
  billedNs: bigint,
  costPicoUsd: bigint,
  unpriced: bigint,
  reported: bigint,
  received: bigint,
  ...costs: bigint[],
];

const NOTHING: RollupRow = [0n, 0n, 0n, 0n, 0n, 0n, 0n, 0n, 0n, new Uint8Array(), 0n, 0n, 0n, 0n, 0n];
const PLACES = Array.from({ length: 3 + NOTHING.length + COST_COLUMNS.length }, () => '?').join(', ');

const SECOND_NS = 1_000_000_000n;

export function createRollupTable(db: Database.Database): RollupTable {
  const find = db
    .prepare<[string, number, number], RollupRow>(
      `SELECT ${COLUMNS} FROM rollup WHERE scope = ? AND step_seconds = ? AND start_seconds = ?`,
    )
    .raw()
    .safeIntegers();
  const save = db.prepare(
    `REPLACE INTO rollup (scope, step_seconds, start_seconds, ${COLUMNS})
     VALUES (${PLACES})`,
  );
  const remove = db.prepare<[string, number, number]>(
    'DELETE FROM rollup WHERE scope = ? AND step_seconds = ? AND start_seconds = ?',
  );
  const longest = {
    function: maxStatement(db, 'function_no = (SELECT no FROM function WHERE id = ?)'),
    // The plus keeps the search in the range: an environment may have any number of functions.
    environment: maxStatement(db, '+function_no IN (SELECT no FROM function WHERE environment = ?)'),
  };

  const longestOfFiner = db
    .prepare<[string, number, number, number], bigint | null>(
      `SELECT max(duration_max_ns) FROM rollup
       WHERE scope = ? AND step_seconds = ? AND start_seconds >= ? AND start_seconds < ?`,
    )
    .pluck()
    .safeIntegers();

  /** From the rows of the minute; of longer steps from the finer ones, which are up to date by then. */
  const longestOf = ({ kind, value, scope, step, start }: RollupDelta): bigint => {
    const finer = ROLLUP_STEPS.findLast((one) => one < step);
    if (finer !== undefined) return longestOfFiner.get(scope, finer, start, start + step) ?? 0n;
    const from = BigInt(start) * SECOND_NS;
    return longest[kind].get(value, from, from + BigInt(step) * SECOND_NS) ?? 0n;
  };

  const applyWaiting = prepareDependencyRollup(db);
  const histogram = new DurationHistogram();
  const applyOne = (delta: RollupDelta): void => {
    const old = find.get(delta.scope, delta.step, delta.start) ?? NOTHING;
    const [
      count,
      ok,
      error,
      timeout,
      oom,
      throttled,
      coldStarts,
      sum,
      oldMax,
      buckets,
      billed,
      cost,
      unpriced,
      reported,
      received,
      ...costs
    ] = old;
    const invocations = count + delta.invocations;
    if (invocations === 0n) {
      remove.run(delta.scope, delta.step, delta.start);
      return;
    }
    histogram.clear();
    histogram.mergeBytes(buckets);
    for (const [durationNs, times] of delta.durations) histogram.record(durationNs, times);
    const mayShrink = delta.longestRemoved >= oldMax && delta.longestAdded < oldMax;
    const max = mayShrink ? longestOf(delta) : oldMax;
    save.run(
      delta.scope,
      delta.step,
      delta.start,
      invocations,
      ok + delta.outcomes.ok,
      error + delta.outcomes.error,
      timeout + delta.outcomes.timeout,
      oom + delta.outcomes.oom,
      throttled + delta.outcomes.throttled,
      coldStarts + delta.coldStarts,
      toInt64(sum + delta.durationSumNs),
      later(max, delta.longestAdded),
      histogram.toBytes(),
      toInt64(billed + delta.billedNs),
      toInt64(cost + delta.costPicoUsd),
      unpriced + delta.unpriced,
      reported + delta.reported,
      received + delta.received,
      ...delta.costs.map((more, index) => toInt64(more + (costs[index] ?? 0n))),
    );
  };

  return {
    apply(changes) {
      const deltas = new RollupDeltas();
      const waiting = new DependencyDeltas();
      const count = (record: InvocationRecord, sign: 1 | -1): void => {
        const split = splitOf(record);
        deltas.count(record, costsOf(record, split), sign);
        waiting.count(record, split, sign);
      };
      for (const { added, removed } of changes) {
        for (const record of removed) count(record, -1);
        for (const record of added) count(record, 1);
      }
      for (const delta of deltas.all()) applyOne(delta);
      applyWaiting(waiting);
    },
  };
}

function maxStatement(db: Database.Database, ofScope: string) {
  return db
    .prepare<[string, bigint, bigint], bigint | null>(
      `SELECT max(duration_ns) FROM invocation WHERE ${ofScope} AND start_ns >= ? AND start_ns < ?`,
    )
    .pluck()
    .safeIntegers();
}
