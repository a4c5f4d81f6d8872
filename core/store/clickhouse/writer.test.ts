import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { everythingIn } from '../contract/everything';
import { batch, DAY, invocation, log, MS, spanId, T0_NS, testPrice, traceId } from '../contract/fixtures';
import { reportLine, requestId, run } from '../contract/platform-pieces';
import { TRICKY_LOGS, TRICKY_SPANS } from '../contract/tricky-traces';
import { type Connection, openConnection } from './connection';
import { createClickHouseDeletions } from './deletions/deletions';
import { prepareInvocationRows } from './executions/invocation-rows';
import { createSaidTable } from './executions/said';
import { createClickHouseReader } from './reader';
import { Conditions } from './statement';
import { ALONE, FAILED, invocationsAfter } from './testing/dying-write';
import { startEngine, type TestEngine, whyNoEngine } from './testing/engine';
import { settledDaysContract } from './testing/settled-days';
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

  test('a record without a time of its own that two collectors receive at once is stored and counted once', async () => {
    const address = await engine.newDatabase();
    const collectors = [collector(address), collector(address)];
    const [alone] = ALONE;
    for (let round = 0; round < 3; round += 1)
      await Promise.all(
        collectors.map((one, number) => {
          const timeNs = T0_NS + BigInt(1000 * round + number) * MS;
          return one.write(batch([], alone ? [{ ...alone, timeNs, timeIsReceipt: true }] : []));
        }),
      );
    const { logs, errors } = await everything(address);
    expect(logs).toHaveLength(1);
    expect(errors.map((error) => error?.count)).toEqual([1]);
    await Promise.all(collectors.map((one) => one.close()));
    await engine.returnDatabase(address);
  });

  test('what people want gone is deleted by those alone who may, and environments are named again in a new table', async () => {
    const address = await engine.newDatabase();
    const options = { rememberMs: 0, deletes: false };
    const servant = createClickHouseWriter(openConnection(address), testPrice, options);
    await servant.write(batch(FAILED));
    const deletions = createClickHouseDeletions(openConnection(address));
    await deletions.request({ range: DAY, traceId: traceId(2) });
    while (await servant.tidy(50));
    expect(await deletions.list()).toMatchObject([{ state: 'waiting' }]);
    await openConnection(address).command('TRUNCATE TABLE environment');
    await servant.write(batch(FAILED));
    expect((await everything(address)).environments).toEqual(['']);
    await Promise.all([servant.close(), deletions.close()]);
    await engine.returnDatabase(address);
  });

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

  test(
    'a write that dies at any of its statements is made whole by the repetition: no invocation counts twice',
    async () => {
      const whole = await invocationsAfter(engine, null);
      expect(whole.statements).toBeGreaterThan(8);
      for (let dying = 1; dying <= whole.statements; dying += 1)
        expect([dying, (await invocationsAfter(engine, dying)).rows]).toEqual([dying, whole.rows]);
    },
    LONG_MS,
  );

  test('a question about one day reads the partition of that day, and of what happened on several', async () => {
    const address = await engine.newDatabase();
    const [writer, connection] = [collector(address), openConnection(address)];
    const dayNs = 86_400_000n * MS;
    const days = [0n, 1n, 2n].map((day) => T0_NS + day * dayNs);
    await writer.write(
      batch([
        ...days.map((startNs, day) => invocation({ traceId: traceId(day), spanId: spanId(1), startNs })),
        ...days.map((startNs, at) => invocation({ traceId: traceId(9), spanId: spanId(at), startNs })),
      ]),
    );
    const readers: readonly (readonly [string, Conditions])[] = [
      ['invocation AS i', new Conditions().happened('i.start_ns', DAY)],
      ['error AS e', new Conditions().happened('e.time_ns', DAY)],
      ['trace AS t FINAL', new Conditions().happened('t.start_ns', DAY)],
    ];
    for (const [from, { where, values }] of readers) {
      const question = `EXPLAIN indexes = 1 SELECT count() FROM ${from} ${where}`;
      const plan = (await connection.ask<{ explain: string }>(question, values)).map(
        ({ explain }) => explain,
      );
      expect([from, plan.join('\n').match(/Parts: \d+/)?.[0]]).toEqual([from, 'Parts: 2']);
    }
    await Promise.all([writer, connection].map((one) => one.close()));
    await engine.returnDatabase(address);
  });

  settledDaysContract(() => engine, collector);

  test('asks for more request ids at once than fit into a list of calls', async () => {
    const connection = openConnection(await engine.newDatabase());
    const ids = Array.from({ length: 9000 }, (_, index) => `${requestId(index)} '\\ ?`);
    const piece = { requestId: ids[8999] ?? '', piece: 'a', executions: [] };
    const said = createSaidTable(connection);
    await said.store([piece], 0);
    expect([...(await said.of(ids)).keys()]).toEqual([piece.requestId]);
    expect(await prepareInvocationRows(connection).ofRequests(ids)).toEqual([]);
    await connection.close();
  });

  test('settles an execution that is told of again when its first report is long settled', async () => {
    const address = await engine.newDatabase();
    let now = DAY.toMs;
    const writer = createClickHouseWriter(openConnection(address), testPrice, { now: () => now });
    const wait = async (minutes: number) => {
      now += minutes * 60_000;
      while (await writer.tidy(50));
    };
    await writer.write(
      batch(
        [],
        [1, 2].map((n) => reportLine(requestId(n), n * 1_000 + 101, 100, '')),
      ),
    );
    await wait(20);
    await writer.write(batch([], [reportLine(requestId(1), 600_000, 100, '')]));
    await wait(20);
    const reader = createClickHouseReader(openConnection(address));
    expect((await reader.totals({ range: DAY })).invocations).toBe(3);
    await Promise.all([writer.close(), reader.close()]);
  });

  test(
    'a deletion that is cut off between two tables leaves no row in any, and no value that was asked for',
    async () => {
      const address = await engine.newDatabase();
      const looking = openConnection(address);
      const cut = new Set(['said', 'trace', 'span', 'log']);
      const writer = collector(address, (connection) => ({
        ...connection,
        async command(statement) {
          const table = [...cut].find((name) => statement.startsWith(`ALTER TABLE ${name} `));
          if (table !== undefined && cut.delete(table)) throw new Error('killed');
          return connection.command(statement);
        },
      }));
      const attributes = { 'user.email': 'jane@example.org' };
      await writer.write(
        batch(
          [run(1, requestId(1), 1_000, 100), ...FAILED.map((one) => ({ ...one, attributes }))],
          [reportLine(requestId(1), 1_101, 100, ''), log({ body: 'x', traceId: traceId(1) })],
        ),
      );
      const [row] = await looking.ask<{ id: string }>(
        `SELECT i.function_id AS id FROM invocation AS i WHERE i.trace_id = '${traceId(1)}'`,
      );
      const deletions = createClickHouseDeletions(openConnection(address));
      await deletions.request({ range: DAY, functionId: row?.id ?? '' });
      await deletions.request({ range: DAY, attribute: { key: 'user.email', value: 'jane@example.org' } });
      let deaths = 0;
      for (let isMore = true; isMore; ) {
        isMore = await writer.tidy(50).catch(() => {
          deaths += 1;
          return true;
        });
      }
      expect(deaths).toBe(4);
      for (const table of ['said', 'trace', 'span', 'log'])
        expect([table, await looking.ask(`SELECT * FROM ${table}`)]).toEqual([table, []]);
      expect((await deletions.list()).map(({ state }) => state)).toEqual(['done', 'done']);
      expect(JSON.stringify(await looking.ask('SELECT * FROM deletion'))).not.toContain('jane');
      await Promise.all([looking, writer, deletions].map((one) => one.close()));
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
