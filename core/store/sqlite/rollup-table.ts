import type Database from 'better-sqlite3';
import { DurationHistogram } from '../../model/histogram';
import type { InvocationRecord } from './invocation-record';
import { type RollupDelta, RollupDeltas } from './rollup-deltas';
import { later, toInt64 } from './values';

export interface RollupTable {
  /** Adds and takes out invocations; their rows must be written already. */
  apply(
    changes: readonly { added: readonly InvocationRecord[]; removed: readonly InvocationRecord[] }[],
  ): void;
}

interface RollupRecord {
  readonly invocations: bigint;
  readonly ok: bigint;
  readonly error: bigint;
  readonly timeout: bigint;
  readonly oom: bigint;
  readonly throttled: bigint;
  readonly cold_starts: bigint;
  readonly duration_sum_ns: bigint;
  readonly duration_max_ns: bigint;
  readonly duration_buckets: Uint8Array;
  readonly billed_ns: bigint;
  readonly cost_pico_usd: bigint;
  readonly unpriced: bigint;
}

const SECOND_NS = 1_000_000_000n;

export function createRollupTable(db: Database.Database): RollupTable {
  const find = db
    .prepare<[string, number, number], RollupRecord>(
      'SELECT * FROM rollup WHERE scope = ? AND step_seconds = ? AND start_seconds = ?',
    )
    .safeIntegers();
  const save = db.prepare(
    `REPLACE INTO rollup (scope, step_seconds, start_seconds, invocations, ok, error, timeout, oom, throttled,
       cold_starts, duration_sum_ns, duration_max_ns, duration_buckets, billed_ns, cost_pico_usd, unpriced)
     VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)`,
  );
  const remove = db.prepare<[string, number, number]>(
    'DELETE FROM rollup WHERE scope = ? AND step_seconds = ? AND start_seconds = ?',
  );
  const longest = {
    function: maxStatement(db, 'function_id'),
    environment: maxStatement(db, 'environment'),
  };

  const longestOf = (delta: RollupDelta): bigint => {
    const from = BigInt(delta.start) * SECOND_NS;
    return longest[delta.kind].get(delta.value, from, from + BigInt(delta.step) * SECOND_NS) ?? 0n;
  };

  const histogram = new DurationHistogram();
  const applyOne = (delta: RollupDelta): void => {
    const old = find.get(delta.scope, delta.step, delta.start);
    const invocations = (old?.invocations ?? 0n) + delta.invocations;
    if (invocations === 0n) {
      remove.run(delta.scope, delta.step, delta.start);
      return;
    }
    histogram.clear();
    if (old) histogram.mergeBytes(old.duration_buckets);
    for (const [durationNs, times] of delta.durations) histogram.record(durationNs, times);
    const oldMax = old?.duration_max_ns ?? 0n;
    const mayShrink = delta.longestRemoved >= oldMax && delta.longestAdded < oldMax;
    const max = mayShrink ? longestOf(delta) : oldMax;
    save.run(
      delta.scope,
      delta.step,
      delta.start,
      invocations,
      (old?.ok ?? 0n) + delta.outcomes.ok,
      (old?.error ?? 0n) + delta.outcomes.error,
      (old?.timeout ?? 0n) + delta.outcomes.timeout,
      (old?.oom ?? 0n) + delta.outcomes.oom,
      (old?.throttled ?? 0n) + delta.outcomes.throttled,
      (old?.cold_starts ?? 0n) + delta.coldStarts,
      toInt64((old?.duration_sum_ns ?? 0n) + delta.durationSumNs),
      later(max, delta.longestAdded),
      histogram.toBytes(),
      toInt64((old?.billed_ns ?? 0n) + delta.billedNs),
      toInt64((old?.cost_pico_usd ?? 0n) + delta.costPicoUsd),
      (old?.unpriced ?? 0n) + delta.unpriced,
    );
  };

  return {
    apply(changes) {
      const deltas = new RollupDeltas();
      for (const { added, removed } of changes) {
        for (const record of removed) deltas.count(record, -1);
        for (const record of added) deltas.count(record, 1);
      }
      for (const delta of deltas.all()) applyOne(delta);
    },
  };
}

function maxStatement(db: Database.Database, column: 'function_id' | 'environment') {
  return db
    .prepare<[string, bigint, bigint], bigint | null>(
      `SELECT max(duration_ns) FROM invocation WHERE ${column} = ? AND start_ns >= ? AND start_ns < ?`,
    )
    .pluck()
    .safeIntegers();
}
