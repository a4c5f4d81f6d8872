import { expect, it } from 'vitest';
import { openDatabase } from '../../../database/open';
import {
  batch,
  HTTP_SCOPE,
  invocation,
  lambda,
  MS,
  span,
  spanId,
  T0_NS,
  testPrice,
  traceId,
} from '../../contract/fixtures';
import { checkFile } from '../check/check-file';
import { temporaryDatabase } from '../temporary-database';
import { openSqliteWriter } from '../writer';
import { openSqliteDeletions } from './deletions';

/** An invocation of a function of its own that waits for a host of its own. */
function called(number: number, name: string) {
  const ids = { traceId: traceId(number), resource: lambda(name, { 'faas.version': `v-${name}` }) };
  const root = invocation({ ...ids, spanId: spanId(1), endNs: T0_NS + 10n * MS });
  const call = span({
    ...{ ...ids, spanId: spanId(2), parentSpanId: root.spanId, kind: 'client', scope: HTTP_SCOPE },
    endNs: T0_NS + 8n * MS,
    attributes: { 'server.address': `${name}.internal` },
  });
  return batch([root, call]);
}

it('what nothing refers to any more goes, what something does stays, and comes anew under another number', async () => {
  const { databaseFile, remove } = temporaryDatabase();
  const writer = openSqliteWriter(databaseFile, testPrice);
  const deletions = openSqliteDeletions(databaseFile);
  const db = openDatabase(databaseFile, { readonly: true });
  const counts = () =>
    ['function', 'function_origin', 'function_variant', 'function_set_member', 'dependency'].map((table) =>
      db.prepare(`SELECT count(*) FROM ${table}`).pluck().get(),
    );
  await writer.write(called(1, 'stays'));
  const before = counts();
  await writer.write(called(2, 'goes'));
  expect(counts()).toEqual(before.map((count) => 2 * Number(count)));
  await deletions.request({ range: { fromMs: 0, toMs: 1 }, traceId: traceId(2) });
  while (await writer.tidy(50));
  expect(counts()).toEqual(before);
  await writer.write(called(3, 'goes'));
  expect(counts()).toEqual(before.map((count) => 2 * Number(count)));
  for (const one of [writer, deletions]) await one.close();
  db.close();
  expect(checkFile(databaseFile)).toEqual([]);
  remove();
});
