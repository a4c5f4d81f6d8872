import { expect, test } from 'vitest';
import { openDatabase } from '../../database/open';
import { COST_COLUMNS } from '../derive/cost-columns';
import { Figures } from '../derive/figures';
import { prepareRollups } from './read-rollups';
import { temporaryDatabase } from './temporary-database';

const MOST = 2n ** 63n - 1n;
const INVOCATIONS = 3n;
const VALUES = ['duration_sum_ns', 'billed_ns', 'cost_pico_usd', ...COST_COLUMNS];
const COUNTED = `step_seconds, start_seconds, invocations, ok, error, timeout, oom, throttled, cold_starts,
  duration_max_ns, duration_buckets, init_buckets, memory_buckets, unpriced, reported, received, ${VALUES.join(', ')}`;

test('sums are exact beyond what an integer of the database holds, also of what is below zero', () => {
  const { databaseFile, remove } = temporaryDatabase();
  const db = openDatabase(databaseFile);
  try {
    const insert = db.prepare(
      `INSERT INTO rollup (scope, ${COUNTED})
       VALUES ('f', 60, ?, ${INVOCATIONS}, 0, 0, 0, 0, 0, 0, ?, x'', x'', x'', 0, 0, 0, ${VALUES.map(() => '?').join(', ')})`,
    );
    for (const [minute, value] of [MOST, MOST, -1n].entries())
      insert.run(
        minute * 60,
        value,
        VALUES.map((column) => (column === 'retries' ? 1n : value)),
      );
    const addRollups = prepareRollups(db);
    const pieces = [{ step: 60, from: 0, to: 180 }];
    const whole = new Figures();
    addRollups({ scopes: ['f', 'other'], pieces }, () => whole);
    const totals = whole.totals();
    expect(totals.invocations).toBe(Number(3n * INVOCATIONS));
    expect(totals.cost).toBe(2n * MOST - 1n);
    expect(totals.costs.billedMbMs).toBe(2n * MOST - 1n);
    expect(totals.durationMs.max).toBe(Number(MOST / 1_000_000n) + Number(MOST % 1_000_000n) / 1e6);

    const steps = new Map([
      [0, new Figures()],
      [1, new Figures()],
    ]);
    addRollups({ scopes: ['f'], pieces, stepSeconds: 120 }, (_scope, step) => steps.get(step));
    expect([...steps.values()].map((one) => one.totals().cost)).toEqual([2n * MOST, -1n]);

    db.exec(
      `INSERT INTO rollup (scope, ${COUNTED}) SELECT 'other', ${COUNTED} FROM rollup WHERE start_seconds = 0`,
    );
    const all = new Figures();
    const names: string[] = [];
    addRollups({ scopes: ['f', 'other'], pieces, together: true, costs: false }, (scope) => {
      names.push(scope);
      return all;
    });
    expect(names).toEqual(['f']);
    expect(all.totals()).toMatchObject({ invocations: 12, cost: 3n * MOST - 1n });
    expect(all.totals().costs).toMatchObject({ billedMbMs: 0n, lines: { work: 3n * MOST - 1n } });
  } finally {
    db.close();
    remove();
  }
});
