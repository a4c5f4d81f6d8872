import { afterEach, beforeEach, expect, test } from 'vitest';
import { batch, DAY, invocation, MS, spanId, T0_NS, testPrice, traceId } from '../../contract/fixtures';
import type { TelemetryWriter } from '../../store';
import { openSqliteReader } from '../reader';
import { temporaryDatabase } from '../temporary-database';
import { openSqliteWriter } from '../writer';

let database: ReturnType<typeof temporaryDatabase>;
let writer: TelemetryWriter;

beforeEach(async () => {
  database = temporaryDatabase();
  writer = openSqliteWriter(database.databaseFile, testPrice);
  const spans = Array.from({ length: 60 }, (_, no) => {
    const startNs = T0_NS + BigInt(no) * 1000n * MS;
    return invocation({
      traceId: traceId(no + 1),
      spanId: spanId(1),
      startNs,
      endNs: startNs + (no % 3 === 0 ? 900n : 9n) * MS,
      attributes: { 'faas.trigger': 'http', 'tenant.id': no % 3 === 0 ? 'large' : 'small' },
    });
  });
  await writer.write(batch(spans));
});
afterEach(async () => {
  await writer.close();
  database.remove();
});

test('what differs is told on a machine that is too busy for it, too: some attributes are always read', async () => {
  let now = 0;
  const reader = openSqliteReader(database.databaseFile, () => {
    now += 5000;
    return now;
  });
  const { selected, rest, keys } = await reader.differences({
    selected: { range: DAY, minDurationMs: 500 },
    among: { range: DAY },
  });
  expect(selected).toEqual({ invocations: 20, spans: 20 });
  expect(rest).toEqual({ invocations: 40, spans: 30 });
  expect(keys.find(({ key }) => key === 'tenant.id')?.values).toEqual(
    expect.arrayContaining([{ value: 'large', selected: 20, rest: 0 }]),
  );
  await reader.close();
});
