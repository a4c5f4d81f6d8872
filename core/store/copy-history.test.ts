import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { newDatabase } from '../database/testing';
import { KEEP_WHOLE } from '../model/keeping/policy';
import type { Connection } from './clickhouse/connection';
import { openConnection } from './clickhouse/connection';
import { createClickHouseTarget } from './clickhouse/moving/target';
import { openClickHouseReader, openClickHouseTarget } from './clickhouse/open';
import { createClickHouseReader } from './clickhouse/reader';
import { startEngine, type TestEngine, whyNoEngine } from './clickhouse/testing/engine';
import {
  batch,
  DAY,
  invocation,
  log,
  MS,
  span,
  spanId,
  T0_MS,
  T0_NS,
  testPrice,
  traceId,
} from './contract/fixtures';
import { INSTANCE_LOGS, INSTANCE_METRICS, INSTANCE_SPANS } from './contract/instance-pieces';
import { PLATFORM_LOGS, PLATFORM_SPANS } from './contract/platform-pieces';
import { type CopyTarget, copyHistory, differencesOf } from './copy-history';
import { openDeletions, openPromotions, openReader, openWriter } from './index';
import { openSqliteHistory } from './sqlite/history';
import type { TelemetryReader, TelemetryWriter } from './store';

const LONG_MS = 120_000;
const DAY_NS = 86_400_000_000_000n;
const DAY_MS = 86_400_000;
const why = await whyNoEngine();

/** A function's call with a span inside and a line, on one of three days; every fifth is sent in pieces. */
function call(number: number) {
  const startNs = T0_NS + BigInt(number % 3) * DAY_NS + BigInt(number) * MS;
  const own = { traceId: traceId(number + 1), resource: undefined };
  const root = invocation({ ...without(own), spanId: spanId(1), startNs, endNs: startNs + 7n * MS });
  const inner = span({
    ...without(own),
    spanId: spanId(2),
    parentSpanId: spanId(1),
    startNs,
    endNs: startNs + MS,
  });
  const line = log({ traceId: own.traceId, spanId: spanId(1), timeNs: startNs, body: `line ${number}` });
  return number % 5 === 0 ? [batch([inner], [line]), batch([root, inner])] : [batch([root, inner], [line])];
}

function without({ traceId: id }: { readonly traceId: string }) {
  return { traceId: id };
}

function failedAt(ms: number) {
  const startNs = BigInt(ms) * MS;
  return { startNs, endNs: startNs + 5n * MS, status: 'error', statusMessage: 'no stock' } as const;
}

/** As a process that is killed: from some statement on nothing reaches the engine. */
function dyingAfter(statements: number, connection: Connection): Connection {
  let left = statements;
  const counted =
    <Values extends readonly unknown[], Answer>(use: (...values: Values) => Promise<Answer>) =>
    async (...values: Values): Promise<Answer> => {
      left -= 1;
      if (left < 0) throw new Error('killed');
      return use(...values);
    };
  return {
    cluster: connection.cluster,
    ask: counted(connection.ask) as Connection['ask'],
    insert: counted(connection.insert),
    command: counted(connection.command),
    close: connection.close,
  };
}

function expectKilled(error: unknown): null {
  expect(error).toMatchObject({ message: 'killed' });
  return null;
}

/** All but what thinning takes, of a range that begins before what is old. */
async function whatIsDerived(reader: TelemetryReader) {
  const list = { range: { fromMs: T0_MS - 6 * DAY_MS, toMs: T0_MS + 12 * DAY_MS }, limit: 1000 };
  const { items: errors } = await reader.errors(list);
  return {
    totals: await reader.totals(list),
    days: await reader.series({ ...list, stepMs: DAY_MS }),
    functions: (await reader.functions(list)).items,
    invocations: (await reader.invocations(list)).items,
    dependencies: await reader.dependencies(list),
    environments: await reader.environments(),
    promoted: (await reader.promotedAttributes()).map(({ key }) => key),
    errors: errors.map(({ fingerprint, count, firstSeen, lastSeen }) => [
      fingerprint,
      count,
      firstSeen,
      lastSeen,
    ]),
    logs: (await reader.logs(list)).items.map(({ body }) => body).filter((body) => !body.includes('REPORT')),
  };
}

describe.skipIf(why !== null)(`moving to ClickHouse${why === null ? '' : `: ${why}`}`, () => {
  let engine: TestEngine;
  beforeAll(async () => {
    engine = await startEngine();
  }, LONG_MS);
  afterAll(() => engine.stop(), LONG_MS);

  it(
    'goes on where it was cut off while traffic runs, and ends with the same of each day',
    async () => {
      const database = newDatabase();
      const place = { url: await engine.newDatabase(), cluster: null };
      const writer = await openWriter({ databaseFile: database.file }, { price: testPrice });
      let sent = 0;
      const send = async (calls: number) => {
        for (let more = 0; more < calls; more += 1, sent += 1)
          for (const part of call(sent)) await writer.write(part);
      };
      await send(20);
      const copy = async (wrap: (target: CopyTarget) => Partial<CopyTarget> = () => ({})) => {
        const history = openSqliteHistory(database.file, 10);
        const { close, ...target } = openClickHouseTarget(place, database.file, testPrice);
        try {
          return await copyHistory({ history, ...target, ...wrap({ ...target, close }) });
        } finally {
          history.close();
          await close();
        }
      };
      // Killed after the third write, before it is noted; the service writes and tidies all the while.
      let writes = 0;
      const dying = copy(({ writer: own }) => ({
        writer: {
          async write(part) {
            const result = await own.write(part);
            await send(1);
            writes += 1;
            if (writes === 3) throw new Error('killed');
            return result;
          },
        },
      }));
      await expect(dying).rejects.toThrow('killed');
      while (await writer.tidy(50));
      await send(5);
      const first = await copy(({ writer: own }) => ({
        writer: {
          async write(part) {
            if (sent < 30) await send(1);
            return own.write(part);
          },
        },
      }));
      expect(first.differences).toEqual([]);
      await send(3);
      const second = await copy();
      expect(second.differences).toEqual([]);
      expect(second.copied).toBeGreaterThan(0);
      expect((await copy()).copied).toBe(0);
      expect(second.sums.map(({ invocations }) => invocations).reduce((one, other) => one + other)).toBe(
        sent,
      );
      expect(second.sums).toHaveLength(3);
      expect(second.sums.every(({ cost }) => cost > 0n)).toBe(true);
      await expectSameFigures(database.file, place, writer);
      database.remove();
    },
    LONG_MS,
  );

  it(
    'takes along what no span tells, the sums of what is old, and what was removed since, wherever it is cut off',
    async () => {
      const database = newDatabase();
      const { databaseFile } = { databaseFile: database.file };
      const url = await engine.newDatabase();
      const clock = { ms: T0_MS + 20 * 60_000 };
      const now = () => clock.ms;
      const writer = await openWriter(
        { databaseFile },
        { price: testPrice, now, limits: { days: 10, maxBytes: null } },
      );
      const rest = async () => {
        while (await writer.tidy(50));
      };
      const old = [invocation({ traceId: traceId(900), spanId: spanId(1), ...failedAt(T0_MS - 5 * DAY_MS) })];
      const again = [
        invocation({ traceId: traceId(901), spanId: spanId(1), ...failedAt(T0_MS + 4 * DAY_MS) }),
      ];
      const loose = log({ body: 'nobody must know', timeNs: T0_NS + MS });
      await writer.write(batch(old, [loose, log({ body: 'of the next day', timeNs: T0_NS + DAY_NS })]));
      for (const item of PLATFORM_SPANS) await writer.write(batch([item]));
      await writer.write({ spans: INSTANCE_SPANS, logs: [], metrics: INSTANCE_METRICS });
      await writer.write(batch([], [...PLATFORM_LOGS, ...INSTANCE_LOGS]));
      const promotions = await openPromotions({ databaseFile });
      await promotions.promote('faas.trigger');
      await promotions.close();
      // Long enough for executions without a span, and then for thinning.
      clock.ms += 60 * 60_000;
      await rest();
      writer.keep({ ...KEEP_WHOLE, ordinaryOneIn: 1_000_000, slowMs: 100_000 });
      clock.ms += 60 * 60_000;
      await rest();

      const copy = async (mostStatements = Number.POSITIVE_INFINITY) => {
        const history = openSqliteHistory(databaseFile, 10);
        const connection = dyingAfter(mostStatements, openConnection(url));
        const { close, ...target } = createClickHouseTarget(connection, databaseFile, testPrice);
        try {
          return await copyHistory({ history, ...target });
        } finally {
          history.close();
          await close();
        }
      };
      const copyWhereverCutOff = async () => {
        for (let statements = 3; ; statements += Math.ceil(statements / 2)) {
          const result = await copy(statements).catch(expectKilled);
          if (result !== null) return result;
        }
      };
      const same = async () => {
        const readers = [await openReader({ databaseFile }), createClickHouseReader(openConnection(url))];
        const [file, clickhouse] = await Promise.all(readers.map(whatIsDerived));
        expect(clickhouse).toEqual(file);
        await Promise.all(readers.map((one) => one.close()));
        return file;
      };

      const first = await copyWhereverCutOff();
      expect(first.differences).toEqual([]);
      const before = await same();
      expect(before?.invocations.filter(({ source }) => source === 'platform').length).toBeGreaterThan(2);

      // A trace, a record of none and an execution without a span go; then half of it all is old.
      const deletions = await openDeletions({ databaseFile });
      await deletions.request({ range: DAY, traceId: traceId(0x107) });
      await deletions.request({ range: { fromMs: T0_MS - 1, toMs: T0_MS + 10 } });
      const bare = before?.functions.find(({ function: { name } }) => name === 'bare');
      await deletions.request({ range: DAY, functionId: bare?.function.id ?? '' });
      while ((await deletions.list()).some(({ state }) => state !== 'done')) await rest();
      await deletions.close();
      clock.ms = T0_MS + 4 * DAY_MS + 60_000;
      await writer.write(batch(again));
      const second = await copyWhereverCutOff();
      expect(second.differences).toEqual([]);
      const shorter = await same();
      expect(shorter?.logs).not.toContain('nobody must know');
      expect(shorter?.totals.invocations).toBeLessThan(before?.totals.invocations ?? 0);

      clock.ms = T0_MS + 10 * DAY_MS + 20 * 60_000;
      await rest();
      const third = await copyWhereverCutOff();
      expect(third.differences).toEqual([]);
      const aged = await same();
      expect(aged?.invocations.length).toBeLessThan(shorter?.invocations.length ?? 0);
      expect(third.sums.map(({ invocations }) => invocations)).toEqual(
        second.sums.map(({ invocations }) => invocations),
      );
      expect(third.sums.map(({ cost }) => cost)).toEqual(second.sums.map(({ cost }) => cost));
      await writer.close();
      database.remove();
    },
    LONG_MS,
  );

  async function expectSameFigures(
    databaseFile: string,
    place: { readonly url: string; readonly cluster: null },
    writer: TelemetryWriter,
  ): Promise<void> {
    const readers: TelemetryReader[] = [await openReader({ databaseFile }), openClickHouseReader(place)];
    const [file, clickhouse] = await Promise.all(
      readers.map(async (reader) => ({
        totals: await reader.totals({ range: DAY }),
        functions: await reader.functions({ range: DAY, limit: 10 }),
        logs: (await reader.logs({ range: DAY, limit: 100 })).items.map(({ body }) => body).sort(),
      })),
    );
    expect(clickhouse).toEqual(file);
    await Promise.all([...readers, writer].map((one) => one.close()));
  }
});

it('tells each day that differs, also one that only one side has', () => {
  const sums = { day: '2026-03-01', spans: 1, logs: 2, invocations: 3, cost: 4n };
  const other = { ...sums, day: '2026-03-02' };
  expect(differencesOf([sums, other], [sums, other])).toEqual([]);
  expect(differencesOf([sums], [{ ...sums, cost: 5n }, other])).toEqual([
    { day: '2026-03-01', original: sums, copy: { ...sums, cost: 5n } },
    { day: '2026-03-02', original: null, copy: other },
  ]);
});
