import { expect, it } from 'vitest';
import { openDatabase } from '../../../database/open';
import { batch, DAY, invocation, lambda, spanId, T0_MS, testPrice, traceId } from '../../contract/fixtures';
import { temporaryDatabase } from '../temporary-database';
import { openSqliteWriter } from '../writer';
import { openSqliteDeletions } from './deletions';

it('waits when what is to be deleted lies in a damaged block, and holds up nothing else', async () => {
  const { databaseFile, remove } = temporaryDatabase();
  const now = () => T0_MS + 60_000;
  const open = () => openSqliteWriter(databaseFile, testPrice, { now });
  const before = open();
  for (const number of [1, 2]) {
    const ids = { traceId: traceId(number), spanId: spanId(number) };
    await before.write(batch([invocation({ ...ids, resource: lambda(`function-${number}`) })]));
  }
  await before.close();
  const db = openDatabase(databaseFile);
  db.exec('UPDATE block SET data = zeroblob(10) WHERE id = (SELECT min(id) FROM block)');
  db.close();
  const deletions = openSqliteDeletions(databaseFile, now);
  for (const number of [1, 2]) await deletions.request({ range: DAY, traceId: traceId(number) });
  const writer = open();
  while (await writer.tidy(20));
  expect(await deletions.list()).toMatchObject([
    { state: 'done', traces: 1 },
    { state: 'waiting', traces: 0 },
  ]);
  await Promise.all([writer.close(), deletions.close()]);
  remove();
});
