import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { openConnection } from '../../core/store/clickhouse/connection';
import { createClickHouseReader } from '../../core/store/clickhouse/reader';
import { startEngine, whyNoEngine } from '../../core/store/clickhouse/testing/engine';
import { createClickHouseWriter } from '../../core/store/clickhouse/writer';
import { temporaryDatabase } from '../../core/store/sqlite/temporary-database';
import { openReader, openWriter, priceInvocation } from '../engine';
import { createWorkload } from './workload.mjs';

const LONG_MS = 240_000;
const START_MS = Date.UTC(2026, 4, 6);
/** A thousandth of a million requests over an hour, with their 5,000 spans and 3,000 log records. */
const REQUESTS = 1000;
const HOUR_MS = 3_600_000;
const RANGE = { fromMs: START_MS, toMs: START_MS + HOUR_MS };
const LIST = { range: RANGE, limit: 1000 };
const GROUPINGS = ['function', 'outcome', 'line', 'dependency', 'version'];

const why = await whyNoEngine();

async function fill(writer) {
  const workload = createWorkload({ seed: 7, startMs: START_MS, perSecond: REQUESTS / (HOUR_MS / 1000) });
  for (let at = 0; at < REQUESTS; at += 250) {
    const requests = Array.from({ length: 250 }, () => workload.next());
    await writer.write({
      spans: requests.flatMap(({ spans }) => spans),
      logs: requests.flatMap(({ logs }) => logs),
    });
  }
}

async function inSqlite() {
  const { databaseFile, remove } = temporaryDatabase();
  const writer = await openWriter({ databaseFile }, { price: priceInvocation });
  const reader = await openReader({ databaseFile });
  await fill(writer);
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
  const writer = createClickHouseWriter(openConnection(address), priceInvocation);
  const reader = createClickHouseReader(openConnection(address));
  await fill(writer);
  return {
    reader,
    async close() {
      await writer.close();
      await reader.close();
    },
  };
}

/** Every figure of overview, functions, costs, errors, dependencies and explorer; lists in an order of their own are sorted. */
const FIGURES = {
  'the overview': (reader) => reader.totals({ range: RANGE }),
  'the overview of one environment': (reader) => reader.totals({ range: RANGE, environment: 'staging' }),
  'the series of the overview, a minute each': (reader) => reader.series({ range: RANGE, stepMs: 60_000 }),
  'the functions with their figures': (reader) => reader.functions(LIST),
  'the series of each function': async (reader) => {
    const { items } = await reader.functions(LIST);
    const query = { range: RANGE, stepMs: 600_000 };
    const series = await reader.functionSeries({
      ...query,
      functionIds: items.map((one) => one.function.id),
    });
    return series.toSorted((a, b) => (a.functionId < b.functionId ? -1 : 1));
  },
  'the percentiles of the busiest functions': async (reader) => {
    const { items } = await reader.functions(LIST);
    const busiest = items.toSorted((a, b) => b.totals.invocations - a.totals.invocations).slice(0, 5);
    return Promise.all(
      busiest.map(async ({ function: { id } }) => [
        id,
        (await reader.totals({ range: RANGE, functionId: id })).durationMs,
        await reader.variants({ functionId: id, range: RANGE }),
      ]),
    );
  },
  ...Object.fromEntries(
    GROUPINGS.map((by) => [`costs by ${by}`, (reader) => reader.costs({ ...LIST, groupBy: { by } })]),
  ),
  'costs by memory size': async (reader) =>
    (await reader.sizes(LIST)).toSorted((a, b) => (a.functionId < b.functionId ? -1 : 1)),
  'calls and waiting': (reader) => reader.dependencies(LIST),
  'the groups of errors': async (reader) =>
    (await reader.errors(LIST)).items.toSorted((a, b) => (a.fingerprint < b.fingerprint ? -1 : 1)),
  'the heatmap of durations': async (reader) => {
    const { steps, bands, cells } = await reader.heatmap({ range: RANGE, stepMs: 300_000 });
    return { steps, bands, cells: cells.toSorted((a, b) => a.step - b.step || a.band - b.band) };
  },
  deployments: (reader) => reader.deployments(LIST),
  'invocations by each field': (reader) =>
    reader.breakdown({
      ...LIST,
      fields: ['function', 'outcome', 'coldStart', 'version', 'region', 'errorType'],
    }),
  'the slowest invocations': async (reader) =>
    (await reader.invocations({ ...LIST, minDurationMs: 400 })).items.map(({ costNote: _, ...row }) => row),
  'traces with errors': async (reader) => (await reader.traces({ ...LIST, errorsOnly: true })).items,
  'counts of log records': async (reader) => {
    const { steps, counts } = await reader.logCounts({ range: RANGE, stepMs: 60_000, budgetMs: 60_000 });
    return { steps, counts };
  },
  'figures that alerts are made of': async (reader) => {
    const query = { range: RANGE, columns: ['invocations', 'error', 'costPicoUsd'] };
    const { groups, group, counts } = await reader.functionFigures({
      ...query,
      durations: false,
      perMinute: true,
    });
    const sums = new Map();
    for (const [row, place] of group.entries()) {
      const id = groups[place]?.functionId ?? '';
      const sum = sums.get(id) ?? query.columns.map(() => 0);
      sums.set(id, sum);
      for (const [at, column] of query.columns.entries())
        sum[at] = (sum[at] ?? 0) + (counts[column]?.[row] ?? 0);
    }
    return [...sums].sort(([a], [b]) => (a < b ? -1 : 1));
  },
};

describe.skipIf(why !== null)(`the same telemetry in SQLite and ClickHouse${why ? `: ${why}` : ''}`, () => {
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
    const [sqlite, clickhouse] = await Promise.all(engines.map(({ reader }) => FIGURES[name]?.(reader)));
    expect(clickhouse).toEqual(sqlite);
    expect(sqlite).toBeDefined();
  });
});
