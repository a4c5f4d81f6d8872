import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { newDatabase } from '../database/testing';
import { openClickHouseReader, openClickHouseTarget } from './clickhouse/open';
import { startEngine, type TestEngine, whyNoEngine } from './clickhouse/testing/engine';
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
} from './contract/fixtures';
import { type CopyTarget, copyHistory, differencesOf } from './copy-history';
import { openReader, openWriter } from './index';
import { openSqliteHistory } from './sqlite/history';
import type { TelemetryReader, TelemetryWriter } from './store';

const LONG_MS = 120_000;
const DAY_NS = 86_400_000_000_000n;
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
