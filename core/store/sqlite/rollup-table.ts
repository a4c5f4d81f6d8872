import type Database from 'better-sqlite3';
import { DurationHistogram } from '../../model/histogram';
import { costsOf } from '../derive/cost-columns';
import { splitOf } from './costs/split-codec';
import { DependencyDeltas, prepareDependencyRollup } from './dependencies/dependency-rollup';
import type { InvocationRecord } from './invocation-record';
import { type RollupDelta, RollupDeltas, SUMMED } from './rollup-deltas';
import { prepareLongest } from './rollup-longest';
import { later, toInt64 } from './values';
import { createVariantTable } from './variant-table';

type Values = (string | number | bigint | Uint8Array)[];

export interface RollupTable {
  /** Adds and takes out invocations; their rows must be written already. */
  apply(
    changes: readonly { added: readonly InvocationRecord[]; removed: readonly InvocationRecord[] }[],
  ): void;
  /** To be called after a rollback. */
  forget(): void;
}

const HISTOGRAMS = ['duration_buckets', 'init_buckets', 'memory_buckets'] as const;
const COLUMNS = [...SUMMED, 'duration_max_ns', ...HISTOGRAMS] as const;
/** Places among the values of a row. */
const KEYS = 3;
const LONGEST = KEYS + SUMMED.length;

/** What cannot be worked out by the database alone. */
type Old = readonly [
  invocations: bigint,
  longest: bigint,
  durations: Uint8Array,
  inits: Uint8Array,
  memory: Uint8Array,
];

const EMPTY = new Uint8Array();
const NOTHING: Old = [0n, 0n, EMPTY, EMPTY, EMPTY];
const WHERE = 'WHERE scope = ? AND step_seconds = ? AND start_seconds = ?';
const MAX = 2n ** 63n - 1n;
/** As `toInt64` has it: a sum that is no integer is too large for one. */
const summed = (column: string) =>
  `${column} = CASE typeof(${column} + excluded.${column}) WHEN 'integer' THEN ${column} + excluded.${column}
     ELSE iif(excluded.${column} > 0, ${MAX}, -${MAX}) END`;
const replaced = (column: string) => `${column} = excluded.${column}`;

export function createRollupTable(db: Database.Database): RollupTable {
  const find = db
    .prepare<[string, number, number], Old>(
      `SELECT invocations, duration_max_ns, ${HISTOGRAMS.join(', ')} FROM rollup ${WHERE}`,
    )
    .raw()
    .safeIntegers();
  const save = db.prepare<[Values]>(
    `INSERT INTO rollup (scope, step_seconds, start_seconds, ${COLUMNS.join(', ')})
     VALUES (?, ?, ?, ${COLUMNS.map(() => '?').join(', ')})
     ON CONFLICT DO UPDATE SET ${[...SUMMED.map(summed), ...['duration_max_ns', ...HISTOGRAMS].map(replaced)].join(', ')}`,
  );
  const remove = db.prepare<[string, number, number]>(`DELETE FROM rollup ${WHERE}`);
  const longestOf = prepareLongest(db);
  const applyDependencies = prepareDependencyRollup(db);
  const variants = createVariantTable(db);
  const histogram = new DurationHistogram();
  /** `buckets`: each followed by how many times. */
  const changed = (bytes: Uint8Array, buckets: readonly number[]): Uint8Array => {
    if (buckets.length === 0) return bytes;
    histogram.clear();
    histogram.mergeBytes(bytes);
    for (let at = 0; at < buckets.length; at += 2)
      histogram.recordBucket(buckets[at] ?? 0, buckets[at + 1] ?? 0);
    return histogram.toBytes();
  };

  /** Of the row at hand: there are many, so it is made once. */
  const values: Values = Array.from({ length: KEYS + COLUMNS.length }, () => 0);
  const applyOne = (delta: RollupDelta): void => {
    const { scope, step, start, sums, longestAdded, longestRemoved } = delta;
    const [invocations, oldLongest, durations, inits, memory] = find.get(scope, step, start) ?? NOTHING;
    if (invocations + (sums[0] ?? 0n) === 0n) {
      remove.run(scope, step, start);
      return;
    }
    const mayShrink = longestRemoved >= oldLongest && longestAdded < oldLongest;
    const longest = later(mayShrink ? longestOf(delta) : oldLongest, longestAdded);
    values[0] = scope;
    values[1] = step;
    values[2] = start;
    for (let at = 0; at < sums.length; at += 1) values[KEYS + at] = toInt64(sums[at] ?? 0n);
    values[LONGEST] = longest;
    values[LONGEST + 1] = changed(durations, delta.durations);
    values[LONGEST + 2] = changed(inits, delta.inits);
    values[LONGEST + 3] = changed(memory, delta.memory);
    save.run(values);
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
