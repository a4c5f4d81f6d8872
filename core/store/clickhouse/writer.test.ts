import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { everythingIn } from '../contract/everything';
import {
  batch,
  DAY,
  invocation,
  log,
  MS,
  span,
  spanId,
  T0_NS,
  testPrice,
  traceId,
} from '../contract/fixtures';
import { TRICKY_LOGS, TRICKY_SPANS } from '../contract/tricky-traces';
import { type Connection, openConnection } from './connection';
import { createClickHouseReader } from './reader';
import { startEngine, type TestEngine, whyNoEngine } from './testing/engine';
import { createClickHouseWriter } from './writer';

const LONG_MS = 120_000;
const why = await whyNoEngine();

describe.skipIf(why !== null)(`writing to ClickHouse${why === null ? '' : `: ${why}`}`, () => {
  let engine: TestEngine;
  beforeAll(async () => {
    engine = await startEngine();
  }, LONG_MS);
  afterAll(() => engine.stop(), LONG_MS);

  const collector = (address: string, wrap = (connection: Connection) => connection) =>
    createClickHouseWriter(wrap(openConnection(address)), testPrice);
  const everything = async (address: string) => {
    const reader = createClickHouseReader(openConnection(address));
    try {
      return await everythingIn(reader);
    } finally {
      await reader.close();
    }
  };

  test(
    'collectors that write parts of the same traces at the same time leave what one of them would',
    async () => {
      const [alone, together] = [await engine.newDatabase(), await engine.newDatabase()];
      const one = collector(alone);
      await one.write(batch(TRICKY_SPANS, TRICKY_LOGS));
      const several = [0, 1, 2].map(() => collector(together));
      await Promise.all(
        several.flatMap((writer, index) => {
          const own = <Piece>(pieces: readonly Piece[]) =>
            pieces.filter((_, at) => at % 3 === index || at % 5 === index);
          return [writer.write(batch(own(TRICKY_SPANS))), writer.write(batch([], own(TRICKY_LOGS)))];
        }),
      );
      expect(await everything(together)).toEqual(await everything(alone));
      await Promise.all([one, ...several].map((writer) => writer.close()));
    },
    LONG_MS,
  );

  test.each(['span', 'log', 'trace', 'environment'])(
    'a write that dies before its rows of %s is made whole by the repetition, and counts nothing twice',
    async (table) => {
      const [sound, broken] = [await engine.newDatabase(), await engine.newDatabase()];
      const sent = batch(
        [
          invocation({
            traceId: traceId(1),
            spanId: spanId(1),
            status: 'error',
            attributes: { 'error.type': 'E' },
          }),
          span({ traceId: traceId(1), spanId: spanId(2), parentSpanId: spanId(1) }),
        ],
        [
          log({
            body: 'alone',
            severity: 17,
            attributes: { 'exception.type': 'E', 'exception.message': 'm' },
          }),
        ],
      );
      const whole = collector(sound);
      await whole.write(sent);
      const dying = collector(broken, (connection) => ({
        ...connection,
        insert: (into, rows) =>
          into === table ? Promise.reject(new Error('killed')) : connection.insert(into, rows),
      }));
      await expect(dying.write(sent)).rejects.toThrow('killed');
      const next = collector(broken);
      await next.write(sent);
      await next.write(sent);
      expect(await everything(broken)).toEqual(await everything(sound));
      await Promise.all([whole, dying, next].map((writer) => writer.close()));
    },
    LONG_MS,
  );

  test('while the engine is away nothing is acknowledged, and it goes on when the engine is back', async () => {
    const address = await engine.newDatabase();
    const writer = collector(address);
    const sent = batch([invocation({ traceId: traceId(1), spanId: spanId(1), endNs: T0_NS + MS })]);
    await engine.setAway(true);
    await expect(writer.write(sent)).rejects.toMatchObject({ code: 'unavailable' });
    await engine.setAway(false);
    expect(await writer.write(sent)).toMatchObject({ spansStored: 1 });
    const reader = createClickHouseReader(openConnection(address));
    expect((await reader.totals({ range: DAY })).invocations).toBe(1);
    await Promise.all([writer.close(), reader.close()]);
  });

  test(
    'while it is too large the oldest goes, by whoever removes it, and every figure of functions stays',
    async () => {
      const address = await engine.newDatabase();
      const now = () => DAY.fromMs + 40 * 3_600_000;
      const removing = () =>
        createClickHouseWriter(openConnection(address), testPrice, {
          ...{ now, graceMs: 0, limits: { days: null, maxBytes: 1 } },
        });
      const [one, other] = [removing(), removing()];
      const reader = createClickHouseReader(openConnection(address));
      const list = { range: DAY, limit: 100 };
      const figures = async () => ({
        totals: await reader.totals(list),
        functions: await reader.functions(list),
        costs: await Promise.all(
          (['function', 'version', 'dependency'] as const).map((by) =>
            reader.costs({ ...list, groupBy: { by } }),
          ),
        ),
        dependencies: await reader.dependencies(list),
      });
      await one.write(batch(TRICKY_SPANS, TRICKY_LOGS));
      const before = await figures();
      expect(before.totals.invocations).toBeGreaterThan(3);
      const tidied = async (writer: typeof one) => {
        while (await writer.tidy(1000));
      };
      await Promise.all([tidied(one), tidied(other)]);
      expect(one.keptSinceNs()).toBeGreaterThan(T0_NS);
      expect((await reader.invocations(list)).items).toEqual([]);
      expect(await figures()).toEqual(before);
      await Promise.all([one, other, reader].map((each) => each.close()));
    },
    LONG_MS,
  );
});
