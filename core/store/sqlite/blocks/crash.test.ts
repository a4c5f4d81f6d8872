import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdtempSync, rmSync } from 'node:fs';
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
const OPTIONS = { groupSize: 8, blockRows: 16 };
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

let folder = '';
const children: ChildProcess[] = [];
beforeAll(async () => {
  folder = mkdtempSync(join(tmpdir(), 'faaslens-blocks-'));
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
afterAll(() => {
  for (const child of children) child.kill('SIGKILL');
  rmSync(folder, { recursive: true, force: true });
});

function start(databaseFile: string, from: number): { child: ChildProcess; last: () => number } {
  const child = spawn(process.execPath, [join(folder, 'program.cjs'), databaseFile, String(from)], {
    env: { NODE_ENV: 'test', NODE_PATH: join(ROOT, 'node_modules') },
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
        search.find({ tokens: [traceToken(traceId)] }).flatMap(({ id }) => search.load(id).spansOf(traceId)),
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
