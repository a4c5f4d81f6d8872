import { afterAll, beforeAll, describe, expect, test, vi } from 'vitest';
import { T0_NS } from '../contract/fixtures';
import { openConnection } from './connection';
import { createClickHouseReader } from './reader';
import { startEngine, type TestEngine, whyNoEngine } from './testing/engine';

const LONG_MS = 120_000;
const why = await whyNoEngine();

describe.skipIf(why !== null)(`lines as they arrive at ClickHouse${why === null ? '' : `: ${why}`}`, () => {
  let engine: TestEngine;
  beforeAll(async () => {
    engine = await startEngine();
  }, LONG_MS);
  afterAll(() => engine.stop(), LONG_MS);

  test('a line whose insert is seen after a later one is told all the same', async () => {
    const connection = openConnection(await engine.newDatabase());
    const reader = createClickHouseReader(connection);
    const insert = (body: string, agoMs: number) =>
      connection.command(
        `INSERT INTO log (id, time_ns, body, attributes, resource, arrived)
         VALUES ('${body}', ${T0_NS}, '${body}', '{}', '{}', now64(9) - toIntervalMillisecond(${agoMs}))`,
      );
    let { cursor } = await reader.logArrivals({ after: null, limit: 10 });
    const told: string[] = [];
    const look = async () => {
      const answer = await reader.logArrivals({ after: cursor, limit: 10 });
      told.push(...answer.items.map(({ body }) => body));
      ({ cursor } = answer);
    };
    await insert('later', 0);
    await look();
    await insert('sooner', 500);
    await vi.waitFor(
      async () => {
        await look();
        expect(told.toSorted()).toEqual(['later', 'sooner']);
      },
      { timeout: 120_000 },
    );
    await reader.close();
  });
});
