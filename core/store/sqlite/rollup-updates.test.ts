import { afterEach, beforeEach, expect, test } from 'vitest';
import { openDatabase } from '../../database/open';
import { SUMMED } from './rollup-deltas';
import { prepareRollupUpdates } from './rollup-updates';
import { temporaryDatabase } from './temporary-database';

const REPLACED = ['duration_max_ns', 'duration_buckets', 'init_buckets', 'memory_buckets'];
const NOTHING = REPLACED.map(() => null);
const MOST = 2n ** 63n - 1n;
const KEY = ['f', 60, 120] as const;

let files: ReturnType<typeof temporaryDatabase>;
let db: ReturnType<typeof openDatabase>;
beforeEach(() => {
  files = temporaryDatabase();
  db = openDatabase(files.databaseFile);
  const insert = db.prepare(
    `INSERT INTO rollup (scope, step_seconds, start_seconds, ${[...SUMMED, ...REPLACED].join(', ')})
     VALUES (?, 60, 120, ${SUMMED.map(() => 1).join(', ')}, 7, x'01', x'02', x'03')`,
  );
  insert.run('f');
  insert.run('other');
});
afterEach(() => {
  db.close();
  files.remove();
});

const sums = (changes: Partial<Record<(typeof SUMMED)[number], bigint>>) =>
  SUMMED.map((column) => changes[column] ?? 0n);
const row = (scope: string) =>
  db
    .prepare<[string], Record<string, unknown>>('SELECT * FROM rollup WHERE scope = ?')
    .safeIntegers()
    .get(scope);

test('adds to the sums that change, replaces the values that do, and leaves all others', () => {
  const before = row('f');
  const update = prepareRollupUpdates(db, SUMMED, REPLACED);
  const seen = new Uint8Array([4, 5]);
  update(KEY, sums({ invocations: 2n, cost_pico_usd: -5n }), [9n, null, seen, null]);
  update(KEY, sums({}), NOTHING);
  expect(row('f')).toEqual({
    ...before,
    invocations: 3n,
    cost_pico_usd: -4n,
    duration_max_ns: 9n,
    init_buckets: Buffer.from(seen),
  });
  expect(row('other')).toEqual({ ...before, scope: 'other' });
});

test('a sum that no integer of the database holds is the largest or the least one', () => {
  const update = prepareRollupUpdates(db, SUMMED, REPLACED);
  update(KEY, sums({ billed_ns: MOST, duration_sum_ns: -MOST, cost_pico_usd: 2n * MOST }), NOTHING);
  expect(row('f')).toMatchObject({ billed_ns: MOST, duration_sum_ns: 1n - MOST, cost_pico_usd: MOST });
  update(KEY, sums({ duration_sum_ns: -MOST }), NOTHING);
  expect(row('f')).toMatchObject({ duration_sum_ns: -MOST });
});

test('more kinds of changes than are remembered are all made', () => {
  const update = prepareRollupUpdates(db, SUMMED, REPLACED);
  for (let kind = 1; kind < 256; kind += 1)
    update(
      KEY,
      SUMMED.map((_, at) => BigInt((kind >> at) & 1)),
      NOTHING,
    );
  const kinds = SUMMED.slice(0, 8).map((column) => [column, 129n]);
  expect(row('f')).toMatchObject(Object.fromEntries(kinds));
});
