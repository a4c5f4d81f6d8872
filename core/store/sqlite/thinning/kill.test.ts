import { spawnSync } from 'node:child_process';
import { copyFileSync, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { build } from 'esbuild';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { KEEP_WHOLE, type KeepPolicy } from '../../../model/keeping/policy';
import { derivedIn } from '../../contract/everything';
import {
  batch,
  DAY,
  invocation,
  log,
  MS,
  span,
  spanId,
  T0_MS,
  T0_NS,
  testPrice,
  traceId,
} from '../../contract/fixtures';
import { openReader, openWriter } from '../../index';
import { checkFile } from '../check/check-file';
import { openSqliteDeletions } from '../deletions/deletions';
import { temporaryDatabase } from '../temporary-database';

const ROOT = fileURLToPath(new URL('../../../..', import.meta.url));
const LATER = T0_MS + 3_600_000;
const THIN: KeepPolicy = { ...KEEP_WHOLE, ordinaryOneIn: 1000, slowMs: 1000 };
/** Tidies everything, and kills itself after the change of a row whose number is given; says how many there were. */
const PROGRAM = `
  import { openDatabase } from './core/database/open';
  import { testPrice } from './core/store/contract/fixtures';
  import { createSqliteWriter } from './core/store/sqlite/writer';
  const db = openDatabase(process.argv[2]);
  let changes = 0;
  db.function('changed', () => {
    changes += 1;
    if (changes === Number(process.argv[3])) process.kill(process.pid, 'SIGKILL');
    return changes;
  });
  for (const table of ['block', 'block_meta', 'invocation', 'rollup', 'deleted', 'deletion', 'error_group', 'text'])
    for (const event of ['INSERT', 'UPDATE', 'DELETE'])
      db.exec('CREATE TEMP TRIGGER ' + table + event + ' AFTER ' + event + ' ON main.' + table +
        ' BEGIN SELECT changed(); END');
  const writer = createSqliteWriter(db, testPrice, { now: () => ${LATER} });
  writer.keep(${JSON.stringify(THIN)});
  (async () => {
    // Without an end to its time, so that each run does the same.
    while (await writer.tidy(60_000));
    await writer.close();
    require('node:fs').writeSync(1, changes + '\\n');
  })();
`;

let folder = '';
beforeAll(async () => {
  folder = mkdtempSync(join(tmpdir(), 'faaslens-thin-'));
  await build({
    stdin: { contents: PROGRAM, resolveDir: ROOT, loader: 'ts' },
    bundle: true,
    platform: 'node',
    format: 'cjs',
    alias: { '@': ROOT },
    external: ['better-sqlite3', 'vitest'],
    define: { 'import.meta.url': '"file:///"' },
    outfile: join(folder, 'program.cjs'),
  });
});
afterAll(() => rmSync(folder, { recursive: true, force: true }));

/** An invocation with a call and a line; every fifth one fails, every fourth one is of the user that is deleted. */
function sent(number: number) {
  const ids = { traceId: traceId(1000 + number), startNs: T0_NS + BigInt(number) * MS };
  const root = invocation({
    ...{ ...ids, spanId: spanId(1), endNs: ids.startNs + 5n * MS },
    ...(number % 5 === 0 && { status: 'error', statusMessage: 'no stock' }),
    ...{ name: `basket ${number % 4}`, attributes: { 'user.id': `user-${number % 4}` } },
  });
  const call = span({ ...ids, spanId: spanId(2), parentSpanId: root.spanId, kind: 'client' });
  return batch([root, call], [log({ body: `line ${number}`, traceId: ids.traceId, timeNs: ids.startNs })]);
}

it('killed between any two changes of thinning and deleting, it goes on where it was, and no figure differs', async () => {
  const { databaseFile, remove } = temporaryDatabase();
  const writer = await openWriter({ databaseFile }, { price: testPrice, now: () => T0_MS });
  for (let number = 0; number < 80; number += 1) await writer.write(sent(number));
  const deletions = openSqliteDeletions(databaseFile);
  await deletions.request({ range: DAY, attribute: { key: 'user.id', value: 'user-1' } });
  await deletions.close();
  await writer.close();
  const copy = join(folder, 'copy.db');
  const tidyCopy = (killAt: number) =>
    spawnSync(process.execPath, [join(folder, 'program.cjs'), copy, String(killAt)], {
      env: { NODE_ENV: 'test', NODE_PATH: join(ROOT, 'node_modules') },
    });
  const anew = () => {
    for (const end of ['-wal', '-shm']) rmSync(copy + end, { force: true });
    copyFileSync(databaseFile, copy);
  };
  const said = async () => {
    expect(checkFile(copy)).toEqual([]);
    const reader = await openReader({ databaseFile: copy });
    const derived = await derivedIn(reader);
    const { items: logs } = await reader.logs({ range: DAY, limit: 1000 });
    await reader.close();
    return { derived, logs: logs.map(({ body }) => body) };
  };
  anew();
  const changes = Number(tidyCopy(0).stdout);
  expect(changes).toBeGreaterThan(100);
  const expected = await said();
  // Of those that failed, and are not deleted, the lines stay.
  expect(expected.logs).toHaveLength(12);

  for (let part = 0; part < 8; part += 1) {
    anew();
    expect(tidyCopy(1 + Math.floor((part * (changes - 1)) / 7)).signal).toBe('SIGKILL');
    expect(checkFile(copy)).toEqual([]);
    expect(tidyCopy(0).status).toBe(0);
    expect(await said()).toEqual(expected);
  }
  remove();
});
