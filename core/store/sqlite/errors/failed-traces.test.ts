import { afterEach, beforeEach, expect, it } from 'vitest';
import { batch, DAY, log, spanId, T0_NS, testPrice, traceId } from '../../contract/fixtures';
import { exceptionAttributes } from '../../contract/tricky-errors';
import type { TelemetryReader, TelemetryWriter } from '../../store';
import { openSqliteReader } from '../reader';
import { temporaryDatabase } from '../temporary-database';
import { openSqliteWriter } from '../writer';

let database: ReturnType<typeof temporaryDatabase>;
let writer: TelemetryWriter;
let reader: TelemetryReader;

beforeEach(() => {
  database = temporaryDatabase();
  writer = openSqliteWriter(database.databaseFile, testPrice);
  reader = openSqliteReader(database.databaseFile);
});
afterEach(async () => {
  await writer.close();
  await reader.close();
  database.remove();
});

const attributes = exceptionAttributes('Error', 'reset');
const record = (n: number) =>
  log({
    body: `failed ${n}`,
    timeNs: T0_NS + BigInt(n),
    traceId: traceId(1),
    spanId: spanId(0x10000 + n),
    attributes,
  });
const counts = async () =>
  (await reader.errors({ range: DAY, limit: 10 })).items.map(({ message, count }) => [message, count]);

it('goes on counting, and as fast, in a trace with thousands of records of errors', async () => {
  for (let from = 0; from < 2500; from += 500) {
    await writer.write(
      batch(
        [],
        Array.from({ length: 500 }, (_, n) => record(from + n)),
      ),
    );
  }
  expect(await counts()).toEqual([['reset', 2500]]);
  const started = performance.now();
  for (let n = 0; n < 50; n += 1) await writer.write(batch([], [record(2500 + n)]));
  expect(await counts()).toEqual([['reset', 2550]]);
  expect(performance.now() - started).toBeLessThan(20_000);
});

it('leaves nothing behind of a batch that failed', async () => {
  await writer.write(batch([], [record(1)]));
  const broken = { ...record(2), traceId: 'no id' };
  await expect(writer.write(batch([], [record(3), broken]))).rejects.toThrow();
  expect(await counts()).toEqual([['reset', 1]]);
  await writer.write(batch([], [record(3)]));
  expect(await counts()).toEqual([['reset', 2]]);
});
