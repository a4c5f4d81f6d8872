import { afterEach, beforeEach, expect, it } from 'vitest';
import { openDatabase } from '../../../database/open';
import { cpuMs } from '../../../testing/cpu-ms';
import {
  batch,
  DAY,
  invocation,
  lambda,
  MS,
  spanId,
  T0_NS,
  testPrice,
  traceId,
} from '../../contract/fixtures';
import { temporaryDatabase } from '../temporary-database';
import { openSqliteWriter, type PackedWriter } from '../writer';
import { prepareColdStarts } from './query-cold-starts';

const MANY = 12_000;
const COLD = 300;

let database: ReturnType<typeof temporaryDatabase>;
let writer: PackedWriter;

beforeEach(() => {
  database = temporaryDatabase();
  writer = openSqliteWriter(database.databaseFile, testPrice);
});
afterEach(async () => {
  await writer.close();
  database.remove();
});

/** One after the other within ten minutes, the last of them cold. */
function busyFunction() {
  return Array.from({ length: MANY }, (_, number) => {
    const startNs = T0_NS + BigInt(number) * 50n * MS;
    return invocation({
      ...{ traceId: traceId(number), spanId: spanId(number), startNs, endNs: startNs + MS },
      resource: lambda('orders'),
      attributes: { 'faas.coldstart': number >= MANY - COLD },
    });
  });
}

it('looks at what may still run alone, however often a function is called', async () => {
  const spans = busyFunction();
  for (let at = 0; at < MANY; at += 2000) await writer.write(batch(spans.slice(at, at + 2000)));
  const db = openDatabase(database.databaseFile, { readonly: true });
  const functionId = db.prepare<[], string>('SELECT id FROM function').pluck().get() ?? '';
  const coldStarts = prepareColdStarts(db);
  let found: ReturnType<typeof coldStarts> = [];
  const ms = cpuMs(() => {
    found = coldStarts({ functionId, range: DAY, limit: COLD + 1 });
  });
  db.close();
  expect(found.map(({ isBusy }) => isBusy)).toEqual(Array.from({ length: COLD }, () => false));
  expect(ms).toBeLessThan(250);
}, 60_000);
