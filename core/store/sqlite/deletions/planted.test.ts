import { existsSync, readFileSync } from 'node:fs';
import { expect, it } from 'vitest';
import { openDatabase } from '../../../database/open';
import {
  batch,
  invocation,
  lambda,
  log,
  MS,
  span,
  spanId,
  T0_MS,
  T0_NS,
  testPrice,
  traceId,
} from '../../contract/fixtures';
import { openReader } from '../../index';
import { checkFile } from '../check/check-file';
import { openSqlitePromotions } from '../promoted/promotions';
import { temporaryDatabase } from '../temporary-database';
import { openSqliteWriter } from '../writer';
import { openSqliteDeletions } from './deletions';

const PLANTED = 'planted-7f3a91c4';
const DAY = { fromMs: T0_MS, toMs: T0_MS + 86_400_000 };

/** A failing invocation that says the value wherever telemetry can say one. */
function telling(number: number, value: string) {
  const id = traceId(1000 + number);
  const startNs = T0_NS + BigInt(number) * MS;
  const root = invocation({
    ...{ traceId: id, spanId: spanId(1), startNs, endNs: startNs + 9n * MS },
    ...{ name: `open ${value}`, resource: lambda('orders', { 'faas.version': `v-${value}` }) },
    ...{ status: 'error', statusMessage: `not allowed: ${value}` },
    attributes: { 'user.id': value, 'faas.invocation_id': `request-${value}-${number}` },
    events: [
      {
        name: 'exception',
        timeNs: startNs + MS,
        attributes: {
          'exception.type': `Refused.${value}`,
          'exception.message': `no ${value}`,
          'exception.stacktrace': value,
        },
      },
    ],
  });
  const call = span({
    ...{
      traceId: id,
      spanId: spanId(2),
      parentSpanId: root.spanId,
      kind: 'client',
      startNs,
      endNs: startNs + 5n * MS,
    },
    attributes: { 'server.address': `${value}.example.com`, note: `${value} `.repeat(700) },
  });
  const record = { traceId: id, timeNs: startNs, resource: lambda('orders') };
  const lines = [
    log({ ...record, body: `user ${value} came`, severity: 17 }),
    log({ ...record, traceId: null, body: `loose ${value}`, attributes: { 'user.id': value } }),
  ];
  return batch([root, call], lines);
}

it('what was deleted is in no byte of the file, and comes back neither by merging nor when it is sent again', async () => {
  const { databaseFile, remove } = temporaryDatabase();
  const now = () => T0_MS + 60_000;
  const writer = openSqliteWriter(databaseFile, testPrice, { now });
  const promotions = openSqlitePromotions(databaseFile, now);
  const deletions = openSqliteDeletions(databaseFile, now);
  const reader = await openReader({ databaseFile });
  await promotions.promote('user.id');
  const bytes = () =>
    Buffer.concat([databaseFile, `${databaseFile}-wal`].filter(existsSync).map((file) => readFileSync(file)));
  const findings = () =>
    (['utf8', 'utf16le'] as const).filter((encoding) => bytes().includes(Buffer.from(PLANTED, encoding)));

  // Small blocks are stored as they are, on pages of their own too, and merged over and over.
  for (let number = 0; number < 200; number += 1) {
    await writer.write(telling(number, number % 10 === 3 ? PLANTED : `other-${number}`));
    if (number % 20 === 0) while (await writer.tidy(50));
  }
  expect(findings()).toEqual(['utf8']);

  await deletions.request({ range: DAY, attribute: { key: 'user.id', value: PLANTED } });
  for (let round = 0; round < 200 && (await deletions.list())[0]?.state !== 'done'; round += 1)
    await writer.tidy(50);
  expect((await deletions.list())[0]).toMatchObject({ state: 'done', traces: 20, looseLogs: 20 });
  expect(findings()).toEqual([]);

  const page = { range: DAY, limit: 1000 };
  const said = async () => [
    (await reader.invocations(page)).items.length,
    (await reader.logs({ ...page, q: `"user ${PLANTED} came"` })).items,
    (await reader.traces({ ...page, attribute: { key: 'user.id', value: PLANTED } })).items,
    (await reader.invocationGroups({ ...page, key: 'user.id' })).groups.some(
      ({ value }) => value === PLANTED,
    ),
    (await reader.errors(page)).items.some(({ message }) => message.includes(PLANTED)),
  ];
  expect(await said()).toEqual([180, [], [], false, false]);
  for (let number = 3; number < 200; number += 10) await writer.write(telling(number, PLANTED));
  while (await writer.tidy(50));
  expect(await said()).toEqual([180, [], [], false, false]);
  const db = openDatabase(databaseFile);
  db.pragma('wal_checkpoint(TRUNCATE)');
  db.close();
  expect(findings()).toEqual([]);

  for (const one of [reader, promotions, deletions, writer]) await one.close();
  expect(checkFile(databaseFile)).toEqual([]);
  remove();
});

// With the wait of an ordinary write for each look, this takes minutes.
it('a read that is under way puts the end of a deletion off, and no sender waits for it', async () => {
  const { databaseFile, remove } = temporaryDatabase();
  const now = () => T0_MS + 60_000;
  const writer = openSqliteWriter(databaseFile, testPrice, { now });
  const deletions = openSqliteDeletions(databaseFile, now);
  await writer.write(telling(0, PLANTED));
  const reading = openDatabase(databaseFile, { readonly: true });
  reading.exec('BEGIN');
  reading.prepare('SELECT count(*) FROM invocation').get();
  await deletions.request({ range: DAY, attribute: { key: 'user.id', value: PLANTED } });
  for (let number = 1; number <= 40; number += 1) {
    await writer.write(telling(number, 'other'));
    await writer.tidy(50);
  }
  expect((await deletions.list())[0]).toMatchObject({ state: 'purging', traces: 1 });

  reading.exec('COMMIT');
  reading.close();
  for (let round = 0; round < 20; round += 1) await writer.tidy(50);
  expect((await deletions.list())[0]?.state).toBe('done');
  await deletions.close();
  await writer.close();
  remove();
});
