import { expect, it } from 'vitest';
import { openDatabase } from '../../database/open';
import { HOUR_MS, MINUTE_MS } from '../../model/time-range';
import { batch, invocation, spanId, testPrice, traceId } from '../contract/fixtures';
import { openSqliteReader } from './reader';
import { temporaryDatabase } from './temporary-database';
import { createSqliteWriter } from './writer';

const NOW = Date.UTC(2026, 5, 20, 12, 30);

it('steps of less than an hour add up to the totals where only hours are left, and none lies before the range', async () => {
  const { databaseFile, remove } = temporaryDatabase();
  let now = NOW - 72 * HOUR_MS;
  const limits = { days: 1, maxBytes: null };
  const writer = createSqliteWriter(openDatabase(databaseFile), testPrice, { now: () => now, limits });
  const startNs = BigInt(now) * 1_000_000n;
  await writer.write(
    batch([invocation({ traceId: traceId(1), spanId: spanId(1), startNs, endNs: startNs + 1_000_000n })]),
  );
  now = NOW;
  while (await writer.tidy(100));
  await writer.close();

  const reader = openSqliteReader(databaseFile);
  const start = NOW - 72 * HOUR_MS;
  const query = {
    range: { fromMs: start + 10 * MINUTE_MS, toMs: start + 40 * MINUTE_MS },
    stepMs: MINUTE_MS,
  };
  expect((await reader.totals(query)).invocations).toBe(1);
  const series = await reader.series(query);
  expect(series.map(({ invocations }) => invocations)).toEqual([1, ...Array.from({ length: 29 }, () => 0)]);
  const { cells, steps } = await reader.heatmap(query);
  expect(steps).toHaveLength(30);
  expect(cells.map(({ step, count }) => ({ step, count }))).toEqual([{ step: 0, count: 1 }]);
  const [{ function: fn } = { function: { id: '' } }] = (await reader.functions({ ...query, limit: 1 }))
    .items;
  const [spark] = await reader.functionSeries({ ...query, functionIds: [fn.id] });
  expect(Object.keys(spark?.invocations ?? {})).toHaveLength(30);
  expect(spark?.invocations[0]).toBe(1);
  await reader.close();
  remove();
});
