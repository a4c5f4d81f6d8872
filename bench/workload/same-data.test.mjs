import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { openConnection } from '../../core/store/clickhouse/connection';
import { createClickHousePromotions } from '../../core/store/clickhouse/promoted/promotions';
import { createClickHouseReader } from '../../core/store/clickhouse/reader';
import { readSettledDays } from '../../core/store/clickhouse/settled/settled-days';
import { startEngine, whyNoEngine } from '../../core/store/clickhouse/testing/engine';
import { createClickHouseWriter } from '../../core/store/clickhouse/writer';
import { openPromotions } from '../../core/store/index';
import { temporaryDatabase } from '../../core/store/sqlite/temporary-database';
import { openReader, openWriter, priceInvocation } from '../engine';
import { FIGURES, HOUR_MS, NOT_COMPARED, PROMOTED, RANGE, START_MS } from './same-figures.mjs';
import { createWorkload } from './workload.mjs';

const LONG_MS = 240_000;
/** A thousandth of a million requests over an hour, with their 5,000 spans and 3,000 log records. */
const REQUESTS = 1000;

const why = await whyNoEngine();

async function fill(writer, promotions) {
  await promotions.promote(PROMOTED);
  await promotions.close();
  const workload = createWorkload({ seed: 7, startMs: START_MS, perSecond: REQUESTS / (HOUR_MS / 1000) });
  for (let at = 0; at < REQUESTS; at += 250) {
    const requests = Array.from({ length: 250 }, () => workload.next());
    const record = at < REQUESTS / 2 ? (one) => one : deployed;
    await writer.write({
      spans: requests.flatMap(({ spans }) => spans.map(record)),
      logs: requests.flatMap(({ logs }) => logs.map(record)),
    });
  }
}

/** Told by a later version of its function. */
function deployed(record) {
  const attributes = { ...record.resource.attributes, 'faas.version': '99' };
  return { ...record, resource: { attributes } };
}

async function inSqlite() {
  const { databaseFile, remove } = temporaryDatabase();
  const writer = await openWriter({ databaseFile }, { price: priceInvocation });
  const reader = await openReader({ databaseFile });
  await fill(writer, await openPromotions({ databaseFile }));
  while (await writer.tidy(50));
  return {
    reader,
    async close() {
      await writer.close();
      await reader.close();
      remove();
    },
  };
}

async function inClickHouse(engine) {
  const address = await engine.newDatabase();
  const writer = createClickHouseWriter(openConnection(address), priceInvocation, { graceMs: 0 });
  const reader = createClickHouseReader(openConnection(address));
  await fill(writer, createClickHousePromotions(openConnection(address)));
  while (await writer.tidy(50));
  const connection = openConnection(address);
  expect(await readSettledDays(connection, RANGE)).toHaveLength(1);
  await connection.close();
  return {
    reader,
    async close() {
      await writer.close();
      await reader.close();
    },
  };
}

/** Notes which of its questions are asked. */
function noting(reader, asked) {
  return new Proxy(reader, {
    get(target, name) {
      asked.add(name);
      return target[name];
    },
  });
}

describe.skipIf(why !== null)(`the same telemetry in SQLite and ClickHouse${why ? `: ${why}` : ''}`, () => {
  const asked = new Set();
  let engine;
  let engines = [];
  beforeAll(async () => {
    engine = await startEngine();
    engines = [await inSqlite(), await inClickHouse(engine)];
  }, LONG_MS);
  afterAll(async () => {
    for (const one of engines) await one.close();
    await engine.stop();
  }, LONG_MS);

  test('is all there', async () => {
    for (const { reader } of engines)
      expect((await reader.totals({ range: RANGE })).invocations).toBe(REQUESTS);
  });

  test.each(Object.keys(FIGURES))('%s: equal to the last digit', async (name) => {
    const [sqlite, clickhouse] = await Promise.all(
      engines.map(({ reader }) => FIGURES[name]?.(noting(reader, asked))),
    );
    expect(clickhouse).toEqual(sqlite);
    // What is equal because there is nothing shows nothing.
    expect(
      JSON.stringify(sqlite, (_, value) => (typeof value === 'bigint' ? `${value}` : value)),
    ).not.toMatch(/^(?:\[\]|\{"items":\[\].*)$/);
  });

  test('every question is compared, or there is a reason', () => {
    const questions = Object.keys(engines[0].reader);
    expect([...asked, ...Object.keys(NOT_COMPARED)].sort()).toEqual(questions.sort());
  });
});
