import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { openDatabase } from '../../../database/open';
import { batch, DAY, invocation, MS, spanId, T0_NS, testPrice, traceId } from '../../contract/fixtures';
import { openSqliteReader } from '../reader';
import { temporaryDatabase } from '../temporary-database';
import { createSqliteWriter } from '../writer';
import { createPromotedFill } from './promoted-fill';
import { openSqlitePromotions } from './promotions';

describe('the filling of promoted attributes', () => {
  let databaseFile: string;
  let remove: () => void;

  beforeEach(() => {
    ({ databaseFile, remove } = temporaryDatabase());
  });
  afterEach(() => remove());

  const run = (number: number) =>
    invocation({
      traceId: traceId(number),
      spanId: spanId(number),
      startNs: T0_NS + BigInt(number) * MS,
      attributes: { tenant: 'a' },
    });

  const promote = async (...keys: readonly string[]) => {
    const promotions = openSqlitePromotions(databaseFile);
    for (const key of keys) await promotions.promote(key);
    await promotions.close();
  };

  test('goes on past a block that is damaged, and says how many invocations it missed', async () => {
    const writer = createSqliteWriter(openDatabase(databaseFile), testPrice);
    await writer.write(batch([run(1), run(2), run(3)]));
    await writer.write(batch([run(4)]));
    await writer.close();
    const db = openDatabase(databaseFile);
    db.exec('UPDATE block SET data = zeroblob(10) WHERE id = 1');
    await promote('tenant');
    const again = createSqliteWriter(db, testPrice);
    while (await again.tidy(20));
    const reader = openSqliteReader(databaseFile);
    expect(await reader.promotedAttributes()).toMatchObject([
      { completeSince: null, examined: 4, missed: 3 },
    ]);
    expect(await reader.invocationGroups({ range: DAY, key: 'tenant', limit: 10 })).toEqual({
      groups: [{ value: 'a', invocations: 1 }],
      completeSince: null,
      exact: false,
    });
    await reader.close();
    await again.close();
  });

  test('looks at each invocation once for all attributes that are equally far behind, in steps of about 10 ms', async () => {
    const db = openDatabase(databaseFile);
    const writer = createSqliteWriter(db, testPrice);
    await writer.write(batch(Array.from({ length: 40 }, (_, index) => run(index + 1))));
    await promote('tenant', 'faas.trigger');
    let now = 0;
    const looked: string[] = [];
    const spansOf = (id: string) => {
      now += 2;
      looked.push(id);
      return new Map(
        [...looked].map((trace) => [spanId(Number.parseInt(trace.replace(/^a+/, ''), 16)), run(1)]),
      );
    };
    const fill = createPromotedFill(db, spansOf, () => now);
    const state = () => db.prepare('SELECT examined, filled_ns FROM promoted_attribute').all();
    fill.step();
    expect(looked).toHaveLength(5);
    expect(looked[0]).toBe(traceId(40));
    const filled_ns = Number(T0_NS + 36n * MS);
    expect(state()).toEqual([
      { examined: 5, filled_ns },
      { examined: 5, filled_ns },
    ]);
    // One that comes later catches up, then all go on together.
    await promote('cloud.region');
    for (let steps = 0; fill.isDue() && steps < 100; steps += 1) fill.step();
    expect(looked).toHaveLength(45);
    expect(state()).toEqual([40, 40, 40].map((examined) => ({ examined, filled_ns: null })));
    await writer.close();
  });
});
