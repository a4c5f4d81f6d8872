import type Database from 'better-sqlite3';
import { DurationHistogram } from '../../model/histogram';
import { costsOf } from '../derive/cost-columns';
import { prepareSizeRollup, SizeDeltas } from './costs/size-rollup';
import { splitOf } from './costs/split-codec';
import { DependencyDeltas, prepareDependencyRollup } from './dependencies/dependency-rollup';
import type { InvocationRecord } from './invocation-record';
import { type RollupDelta, RollupDeltas, SUMMED } from './rollup-deltas';
import { prepareLongest } from './rollup-longest';
import { prepareRollupUpdates, type Values } from './rollup-updates';
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

const HISTOGRAMS = ['duration_buckets', 'init_buckets', 'memory_buckets'] as const;
const REPLACED = ['duration_max_ns', ...HISTOGRAMS] as const;
/** What cannot be worked out by the database alone; the last two where they change. */
type Old = readonly [
  invocations: bigint,
  longest: bigint,
  durations: Uint8Array,
  inits?: Uint8Array,
  memory?: Uint8Array,
];
type Key = [scope: string, step: number, start: number];

const EMPTY = new Uint8Array();
const WHERE = 'WHERE scope = ? AND step_seconds = ? AND start_seconds = ?';

export function createRollupTable(db: Database.Database): RollupTable {
  const finding = (columns: readonly string[]) =>
    db
      .prepare<Key, Old>(`SELECT invocations, duration_max_ns, ${columns.join(', ')} FROM rollup ${WHERE}`)
      .raw()
      .safeIntegers();
  const findDurations = finding(HISTOGRAMS.slice(0, 1));
  const findAll = finding(HISTOGRAMS);
  const insert = db.prepare<[Values]>(
    `INSERT INTO rollup (scope, step_seconds, start_seconds, ${[...SUMMED, ...REPLACED].join(', ')})
     VALUES (?, ?, ?, ${[...SUMMED, ...REPLACED].map(() => '?').join(', ')})`,
  );
  const update = prepareRollupUpdates(db, SUMMED, REPLACED);
  const remove = db.prepare<Key>(`DELETE FROM rollup ${WHERE}`);
  const longestOf = prepareLongest(db);
  const applyDependencies = prepareDependencyRollup(db);
  const applySizes = prepareSizeRollup(db);
  const variants = createVariantTable(db);
  const histogram = new DurationHistogram();
  /** Null for what stays. `buckets`: each followed by how many times. */
  const changed = (bytes: Uint8Array | undefined, buckets: readonly number[]): Uint8Array | null => {
    if (buckets.length === 0) return null;
    histogram.clear();
    histogram.mergeBytes(bytes ?? EMPTY);
    for (let at = 0; at < buckets.length; at += 2)
      histogram.recordBucket(buckets[at] ?? 0, buckets[at + 1] ?? 0);
    return histogram.toBytes();
  };

  const applyOne = (delta: RollupDelta): void => {
    const { scope, step, start, sums, longestAdded, longestRemoved } = delta;
    const key: Key = [scope, step, start];
    const changesAll = delta.inits.length > 0 || delta.memory.length > 0;
    const old = (changesAll ? findAll : findDurations).get(...key);
    if ((old?.[0] ?? 0n) + (sums[0] ?? 0n) === 0n) {
      remove.run(...key);
      return;
    }
    const oldLongest = old?.[1] ?? 0n;
    const mayShrink = longestRemoved >= oldLongest && longestAdded < oldLongest;
    const longest = later(mayShrink ? longestOf(delta) : oldLongest, longestAdded);
    const histograms = [
      changed(old?.[2], delta.durations),
      changed(old?.[3], delta.inits),
      changed(old?.[4], delta.memory),
    ];
    if (old) update(key, sums, [longest === oldLongest ? null : longest, ...histograms]);
    else insert.run([...key, ...sums.map(toInt64), longest, ...histograms.map((bytes) => bytes ?? EMPTY)]);
  };

  return {
    forget: () => variants.forget(),
    apply(changes) {
      const deltas = new RollupDeltas();
      const dependencies = new DependencyDeltas();
      const sizes = new SizeDeltas();
      const count = (record: InvocationRecord, sign: 1 | -1): void => {
        const split = splitOf(record);
        deltas.count(record, variants.noOf(record), costsOf(record, split), sign);
        dependencies.count(record, split, sign);
        sizes.count(record, split, sign);
      };
      for (const { added, removed } of changes) {
        for (const record of removed) count(record, -1);
        for (const record of added) count(record, 1);
      }
      for (const delta of deltas.all()) applyOne(delta);
      applyDependencies(dependencies);
      applySizes(sizes);
    },
  };
}
