import { afterEach, beforeEach, expect, it } from 'vitest';
import { openDatabase } from '../../../database/open';
import { batch, DAY, lambda, testPrice } from '../../contract/fixtures';
import { initSpan } from '../../contract/instance-pieces';
import { line, reportLine, requestId, run } from '../../contract/platform-pieces';
import type { Deletions } from '../../deletions';
import { openReader } from '../../index';
import { temporaryDatabase } from '../temporary-database';
import { openSqliteWriter, type PackedWriter } from '../writer';
import { openSqliteDeletions } from './deletions';

let database: ReturnType<typeof temporaryDatabase>;
let writer: PackedWriter;
let deletions: Deletions;
let nowMs = DAY.toMs;

beforeEach(() => {
  nowMs = DAY.toMs;
  const now = () => nowMs;
  database = temporaryDatabase();
  writer = openSqliteWriter(database.databaseFile, testPrice, { now });
  deletions = openSqliteDeletions(database.databaseFile, now);
});
afterEach(async () => {
  await deletions.close();
  await writer.close();
  database.remove();
});

async function deleted(query: Parameters<Deletions['request']>[0]): Promise<void> {
  await deletions.request(query);
  for (let round = 0; round < 50 && (await deletions.list())[0]?.state !== 'done'; round += 1)
    await writer.tidy(50);
}

async function invocations() {
  const reader = await openReader({ databaseFile: database.databaseFile });
  const { items } = await reader.invocations({ range: DAY, limit: 10 });
  await reader.close();
  return items;
}

function rowsOf(table: string): number {
  const db = openDatabase(database.databaseFile, { readonly: true });
  const rows = db.prepare<[], number>(`SELECT count(*) FROM ${table}`).pluck().get() ?? 0;
  db.close();
  return rows;
}

it('what a platform said of an execution goes with its lines, also while no span of it has come', async () => {
  const lines = [
    line(1000, `START RequestId: ${requestId(1)} Version: 7\n`),
    reportLine(requestId(1), 1101, 100),
  ];
  await writer.write(batch([], [...lines, reportLine(requestId(2), 70_000, 50)]));
  expect(rowsOf('pending_execution')).toBe(2);
  await deleted({ range: { fromMs: DAY.fromMs, toMs: DAY.fromMs + 60_000 } });
  expect(rowsOf('pending_execution')).toBe(1);
  nowMs += 20 * 60_000;
  while (await writer.tidy(50));
  expect(await invocations()).toMatchObject([{ invocationId: requestId(2) }]);
});

it('what was said of an instance goes with the span or the line that said it', async () => {
  const cold = { resource: lambda('cold') };
  const init = initSpan(0x2a1, 'cold', 990, 400);
  const reported = line(60_990, 'INIT_REPORT Init Duration: 190.00 ms\tPhase: init\t\n', cold);
  const first = run(1, requestId(1), 1000, 100, { ...cold, attributes: { 'faas.coldstart': true } });
  const second = run(2, requestId(2), 61_000, 100, { ...cold, attributes: { 'faas.coldstart': true } });
  await writer.write(batch([init, first, second], [reported]));
  const inits = async () => (await invocations()).map(({ initDurationMs }) => initDurationMs);
  expect(await inits()).toEqual([190, 400]);
  await deleted({ range: DAY, traceId: init.traceId });
  expect(await inits()).toEqual([190, null]);
  await deleted({ range: { fromMs: DAY.fromMs + 60_900, toMs: DAY.fromMs + 60_995 } });
  expect(await inits()).toEqual([null, null]);
  expect(rowsOf('instance_fact')).toBe(0);
});
