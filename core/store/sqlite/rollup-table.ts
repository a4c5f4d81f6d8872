import type Database from 'better-sqlite3';
import { DurationHistogram } from '../../model/histogram';
import { COST_COLUMNS, costsOf } from '../derive/cost-columns';
import { splitOf } from './costs/split-codec';
import { DependencyDeltas, prepareDependencyRollup } from './dependencies/dependency-rollup';
import type { InvocationRecord } from './invocation-record';
import { type RollupDelta, RollupDeltas } from './rollup-deltas';
import { prepareLongest } from './rollup-longest';
import { later, toInt64 } from './values';
import { createVariantTable } from './variant-table';

export interface RollupTable {
  /** Adds and takes out invocations; their rows must be written already. */
  apply(
    changes: readonly { added: readonly InvocationRecord[]; removed: readonly InvocationRecord[] }[],
  ): void;
  /** To be called after a rollback. */
  forget(): void;
}

const COLUMNS = `invocations, ok, error, timeout, oom, throttled, cold_starts, duration_sum_ns, duration_max_ns,
  duration_buckets, init_buckets, memory_buckets, billed_ns, cost_pico_usd, unpriced, reported, received, ${COST_COLUMNS.join(', ')}`;

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
  initBuckets: Uint8Array,
  memoryBuckets: Uint8Array,
  billedNs: bigint,
  costPicoUsd: bigint,
  unpriced: bigint,
  reported: bigint,
  received: bigint,
  ...costs: bigint[],
];

const EMPTY = new Uint8Array();
const NOTHING: RollupRow = [0n, 0n, 0n, 0n, 0n, 0n, 0n, 0n, 0n, EMPTY, EMPTY, EMPTY, 0n, 0n, 0n, 0n, 0n];
const PLACES = Array.from({ length: 3 + NOTHING.length + COST_COLUMNS.length }, () => '?').join(', ');

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
  const longestOf = prepareLongest(db);
  const applyDependencies = prepareDependencyRollup(db);
  const variants = createVariantTable(db);
  const histogram = new DurationHistogram();
  const changed = (bytes: Uint8Array, values: readonly (readonly [number, number])[]): Uint8Array => {
    if (values.length === 0) return bytes;
    histogram.clear();
    histogram.mergeBytes(bytes);
    for (const [value, times] of values) histogram.record(value, times);
    return histogram.toBytes();
  };

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
      initBuckets,
      memoryBuckets,
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
      changed(buckets, delta.durations),
      changed(initBuckets, delta.inits),
      changed(memoryBuckets, delta.memory),
      toInt64(billed + delta.billedNs),
      toInt64(cost + delta.costPicoUsd),
      unpriced + delta.unpriced,
      reported + delta.reported,
      received + delta.received,
      ...delta.costs.map((more, index) => toInt64(more + (costs[index] ?? 0n))),
    );
  };

  return {
    forget: () => variants.forget(),
    apply(changes) {
      const deltas = new RollupDeltas();
      const dependencies = new DependencyDeltas();
      const count = (record: InvocationRecord, sign: 1 | -1): void => {
        const split = splitOf(record);
        deltas.count(record, variants.noOf(record), costsOf(record, split), sign);
        dependencies.count(record, split, sign);
      };
      for (const { added, removed } of changes) {
        for (const record of removed) count(record, -1);
        for (const record of added) count(record, 1);
      }
      for (const delta of deltas.all()) applyOne(delta);
      applyDependencies(dependencies);
    },
  };
}
