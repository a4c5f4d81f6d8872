import { type ChildProcess, spawn, spawnSync } from 'node:child_process';
import { once } from 'node:events';
import { copyFileSync, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { build } from 'esbuild';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { openDatabase } from '../../../database/open';
import { temporaryDatabase } from '../temporary-database';
import { prepareBlockSearch } from './block-search';
import { createBlockStore } from './block-store';
import { notFound, tidy, traceContent } from './testing';
import { traceToken } from './tokens';

const ROOT = fileURLToPath(new URL('../../../..', import.meta.url));
const OPTIONS = { groupSize: 4, blockRows: 16, keyFanOut: [2, 2, 2] };
/** Writes one trace after the other, from the number given, and says each that is committed. */
const PROGRAM = `
  import { openDatabase } from './core/database/open';
  import { createBlockStore } from './core/store/sqlite/blocks/block-store';
  import { traceContent } from './core/store/sqlite/blocks/testing';
  const db = openDatabase(process.argv[2]);
  const store = createBlockStore(db, ${JSON.stringify(OPTIONS)});
  const write = db.transaction((number) => { store.refresh(); store.append(traceContent(number)); });
  for (let number = Number(process.argv[3]); ; number += 1) {
    write.immediate(number);
    require('node:fs').writeSync(1, number + '\\n');
    store.maintain(0);
  }
`;

/** Tidies everything, and kills itself after the change of a row whose number is given; says how many there were. */
const TIDY_PROGRAM = `
  import { openDatabase } from './core/database/open';
  import { createBlockStore } from './core/store/sqlite/blocks/block-store';
  const db = openDatabase(process.argv[2]);
  let changes = 0;
  db.function('changed', () => {
    changes += 1;
    if (changes === Number(process.argv[3])) process.kill(process.pid, 'SIGKILL');
    return changes;
  });
  for (const table of ['block', 'block_meta', 'block_head', 'block_group', 'block_filter', 'block_key_run', 'block_key'])
    for (const event of ['INSERT', 'UPDATE', 'DELETE'])
      db.exec('CREATE TEMP TRIGGER ' + table + event + ' AFTER ' + event + ' ON main.' + table +
        ' BEGIN SELECT changed(); END');
  const store = createBlockStore(db, ${JSON.stringify(OPTIONS)});
  while (store.maintain(1000));
  db.close();
  require('node:fs').writeSync(1, changes + '\\n');
`;

let folder = '';
const children: ChildProcess[] = [];
beforeAll(async () => {
  folder = mkdtempSync(join(tmpdir(), 'faaslens-blocks-'));
  await bundle(PROGRAM, 'program.cjs');
  await bundle(TIDY_PROGRAM, 'tidy.cjs');
});
afterAll(() => {
  for (const child of children) child.kill('SIGKILL');
  rmSync(folder, { recursive: true, force: true });
});

async function bundle(contents: string, file: string): Promise<void> {
  await build({
    stdin: { contents, resolveDir: ROOT, loader: 'ts' },
    bundle: true,
    platform: 'node',
    format: 'cjs',
    alias: { '@': ROOT },
    external: ['better-sqlite3', 'vitest'],
    define: { 'import.meta.url': '"file:///"' },
    outfile: join(folder, file),
  });
}

const ENV = { NODE_ENV: 'test', NODE_PATH: join(ROOT, 'node_modules') } as const;

function start(databaseFile: string, from: number): { child: ChildProcess; last: () => number } {
  const child = spawn(process.execPath, [join(folder, 'program.cjs'), databaseFile, String(from)], {
    env: ENV,
    stdio: ['ignore', 'pipe', 'inherit'],
  });
  children.push(child);
  let text = '';
  child.stdout?.setEncoding('utf8').on('data', (chunk: string) => {
    text = (text + chunk).slice(-1000);
  });
  return { child, last: () => Number(text.slice(0, text.lastIndexOf('\n')).split('\n').at(-1) || from - 1) };
}

it('survives being killed at any moment, and shows readers whole states only', {
  timeout: 120_000,
}, async () => {
  const { databaseFile, remove } = temporaryDatabase();
  const reader = openDatabase(databaseFile, { readonly: true });
  const search = prepareBlockSearch(reader);
  let written = 0;
  let questions = 0;
  for (let round = 0; round < 5; round += 1) {
    const { child, last } = start(databaseFile, written);
    const isOver = once(child, 'close');
    const enough = written + 70 + 7 * round;
    while (last() < enough && child.exitCode === null) {
      await new Promise((resolve) => setTimeout(resolve, 1));
      if (last() < 0) continue;
      const asked = Math.floor((last() * (questions % 10)) / 9);
      questions += 1;
      const { traceId } = traceContent(asked).spans[0] ?? { traceId: '' };
      const found = reader.transaction(() =>
        search.find({ keys: [traceToken(traceId)] }).flatMap(({ id }) => search.load(id).spansOf(traceId)),
      )();
      expect(found).toHaveLength(2);
    }
    child.kill('SIGKILL');
    await isOver;
    // The last one may be on disk without having been said.
    const db = openDatabase(databaseFile);
    expect(db.pragma('quick_check', { simple: true })).toBe('ok');
    const store = createBlockStore(db, OPTIONS);
    written = last() + 1;
    if (store.blocksOfTrace(traceContent(written).spans[0]?.traceId ?? '').length > 0) written += 1;
    const contents = Array.from({ length: written }, (_, number) => traceContent(number));
    expect(notFound({ search: prepareBlockSearch(db) }, store, contents, 20)).toBe(0);
    const { spans, blocks } = db
      .prepare<[], { spans: number; blocks: number }>(
        'SELECT (SELECT sum(spans) FROM block_meta) AS spans, (SELECT count(*) FROM block) AS blocks',
      )
      .get() ?? { spans: 0, blocks: 0 };
    expect(spans).toBe(2 * written);
    expect(db.prepare('SELECT count(*) FROM block_meta').pluck().get()).toBe(blocks);
    db.close();
  }
  const db = openDatabase(databaseFile);
  tidy(createBlockStore(db, OPTIONS));
  expect(db.prepare('SELECT count(*) FROM block_group').pluck().get()).toBeGreaterThan(3);
  expect(questions).toBeGreaterThan(5);
  db.close();
  reader.close();
  remove();
});

it('survives being killed between any two changes of a merge of blocks, a seal or a merge of keys', {
  timeout: 120_000,
}, () => {
  const { databaseFile, remove } = temporaryDatabase();
  const contents = Array.from({ length: 60 }, (_, number) => traceContent(number));
  const db = openDatabase(databaseFile);
  const store = createBlockStore(db, OPTIONS);
  for (const content of contents) db.transaction(() => store.append(content)).immediate();
  db.close();
  const copy = join(folder, 'copy.db');
  const tidyCopy = (killAt: number) => {
    for (const end of ['-wal', '-shm']) rmSync(copy + end, { force: true });
    copyFileSync(databaseFile, copy);
    return spawnSync(process.execPath, [join(folder, 'tidy.cjs'), copy, String(killAt)], { env: ENV });
  };
  const changes = Number(tidyCopy(0).stdout);
  expect(changes).toBeGreaterThan(200);

  for (let part = 0; part < 10; part += 1) {
    // The first ones are in a merge, the last ones in a merge of keys.
    const killed = tidyCopy(1 + Math.floor((part * (changes - 1)) / 9));
    expect(killed.signal).toBe('SIGKILL');
    const left = openDatabase(copy);
    const again = createBlockStore(left, OPTIONS);
    for (const look of ['as it was left', 'tidied']) {
      expect([look, left.pragma('integrity_check', { simple: true })]).toEqual([look, 'ok']);
      expect(notFound({ search: prepareBlockSearch(left) }, again, contents, 20)).toBe(0);
      expect(left.prepare('SELECT sum(spans) FROM block_meta').pluck().get()).toBe(2 * contents.length);
      expect(left.prepare('SELECT sum(logs) FROM block_meta').pluck().get()).toBe(contents.length);
      tidy(again);
    }
    expect(left.prepare('SELECT count(*) FROM block_group').pluck().get()).toBe(2);
    expect(left.prepare('SELECT level FROM block_key_run').pluck().all()).toEqual([1]);
    left.close();
  }
  remove();
});
