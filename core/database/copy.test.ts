import {
  chownSync,
  closeSync,
  existsSync,
  mkdtempSync,
  openSync,
  readdirSync,
  rmSync,
  statSync,
  truncateSync,
  utimesSync,
  writeFileSync,
  writeSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, it } from 'vitest';
import { copyDatabase } from './copy';
import { openDatabase } from './open';
import { replaceDatabase } from './replace';

let folder = '';
let file = '';
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'faaslens-copy-'));
  file = join(folder, 'faaslens.db');
  put(file, 1000);
});
afterEach(() => rmSync(folder, { recursive: true, force: true }));

function put(where: string, rows: number): void {
  const db = openDatabase(where);
  db.exec('CREATE TABLE IF NOT EXISTS thing (n INTEGER, text TEXT); DELETE FROM thing');
  const insert = db.prepare('INSERT INTO thing VALUES (?, hex(randomblob(200)))');
  db.transaction(() => {
    for (let n = 0; n < rows; n += 1) insert.run(n);
  })();
  db.close();
}

function rowsOf(where: string): number {
  const db = openDatabase(where, { readonly: true });
  const rows = db.prepare<[], number>('SELECT count(*) FROM thing').pluck().get() ?? -1;
  expect(db.pragma('integrity_check', { simple: true })).toBe('ok');
  db.close();
  return rows;
}

const copies = () =>
  readdirSync(folder)
    .filter((name) => name.startsWith('copy'))
    .sort();

const prove = async () => {};
const now = new Date('2026-05-04T03:02:01Z');

it('copies what was committed while a writer has a transaction open, as one file for its owner alone', async () => {
  const writer = openDatabase(file);
  writer.exec("BEGIN IMMEDIATE; INSERT INTO thing VALUES (7, 'not committed')");
  const target = join(folder, 'copy.db');
  await copyDatabase(file, target);
  writer.exec('COMMIT');
  writer.close();
  expect(rowsOf(target)).toBe(1000);
  expect(copies()).toEqual(['copy.db']);
  expect(statSync(target).mode & 0o777).toBe(0o600);
});

it('removes what copies left that were cut off, and nothing of one that is under way', async () => {
  const target = join(folder, 'copy.db');
  const leftAt = (name: string, at: Date) => {
    writeFileSync(join(folder, name), 'a part');
    utimesSync(join(folder, name), at, at);
  };
  const longAgo = new Date(Date.now() - 3_700_000);
  for (const end of ['', '-wal', '-journal']) leftAt(`copy.db.0a1b2c3d.unfinished${end}`, longAgo);
  leftAt('copy-of-monday.db.8c9d0e1f.unfinished', longAgo);
  leftAt('copy-of-mine.unfinished', longAgo);
  leftAt('copy.db.4e5f6a7b.unfinished', new Date(Date.now() - 3_500_000));
  await copyDatabase(file, target);
  expect(copies()).toEqual(['copy-of-mine.unfinished', 'copy.db', 'copy.db.4e5f6a7b.unfinished']);
});

it('makes whole copies under one name at once, of which one stays', async () => {
  const target = join(folder, 'copy.db');
  const made = await Promise.allSettled(Array.from({ length: 4 }, () => copyDatabase(file, target)));
  const refused = made.flatMap((one) => (one.status === 'rejected' ? [one.reason] : []));
  expect(refused).toEqual(refused.map(() => expect.objectContaining({ code: 'conflict' })));
  expect(refused.length).toBeLessThan(4);
  expect(rowsOf(target)).toBe(1000);
  expect(copies()).toEqual(['copy.db']);
});

it('overwrites nothing, and names a folder that is missing or takes no file', async () => {
  await expect(copyDatabase(file, file)).rejects.toThrow('exists already');
  await expect(copyDatabase(file, join(folder, 'none', 'copy.db'))).rejects.toThrow('There is no folder');
  await expect(copyDatabase(join(folder, 'none.db'), join(folder, 'copy.db'))).rejects.toThrow(
    'There is no database',
  );
  await expect(copyDatabase(file, '/proc/copy.db')).rejects.toThrow(
    '/proc/copy.db cannot be written (SQLITE_CANTOPEN): choose another folder',
  );
  expect(copies()).toEqual([]);
});

it('puts a copy in the place of a database and keeps what was there', async () => {
  const copy = join(folder, 'copy.db');
  await copyDatabase(file, copy);
  put(file, 5);
  const aside = await replaceDatabase({ source: copy, file, now }, prove);
  expect(aside).toBe(`${file}.before-restore-2026-05-04T03-02-01-000Z`);
  expect(rowsOf(file)).toBe(1000);
  expect(rowsOf(aside ?? '')).toBe(5);
  expect(rowsOf(copy)).toBe(1000);
});

it.runIf(process.getuid?.() === 0)(
  'leaves what root restores to the owner of the database, or of its folder, who could not open it otherwise',
  async () => {
    const copy = join(folder, 'copy.db');
    await copyDatabase(file, copy);
    const owner = (path: string) => [statSync(path).uid, statSync(path).gid];
    chownSync(file, 10_001, 10_002);
    const aside = await replaceDatabase({ source: copy, file, now }, prove);
    expect([owner(file), owner(aside ?? '')]).toEqual([
      [10_001, 10_002],
      [10_001, 10_002],
    ]);
    // As left by an earlier restore by root.
    chownSync(file, 0, 0);
    chownSync(folder, 10_003, 10_003);
    await replaceDatabase({ source: copy, file, now: new Date(now.getTime() + 1000) }, prove);
    expect(owner(file)).toEqual([10_003, 10_003]);
    rmSync(file);
    await replaceDatabase({ source: copy, file, now }, prove);
    expect(owner(file)).toEqual([10_003, 10_003]);
    expect(statSync(file).mode & 0o777).toBe(0o600);
  },
);

it('restores where there is no database yet', async () => {
  const elsewhere = join(folder, 'new', 'faaslens.db');
  const copy = join(folder, 'copy.db');
  await copyDatabase(file, copy);
  expect(await replaceDatabase({ source: copy, file: elsewhere, now }, prove)).toBeNull();
  expect(rowsOf(elsewhere)).toBe(1000);
});

it('refuses while the database is in use, and changes nothing', async () => {
  const copy = join(folder, 'copy.db');
  await copyDatabase(file, copy);
  const user = openDatabase(file);
  user.exec('DELETE FROM thing WHERE n > 2');
  await expect(replaceDatabase({ source: copy, file, now }, prove)).rejects.toThrow('stop Faaslens');
  user.close();
  expect(rowsOf(file)).toBe(3);
  expect(existsSync(`${file}.restoring`)).toBe(false);
});

it('changes nothing when the copy is not proven, is no database, or is one in use', async () => {
  const copy = join(folder, 'copy.db');
  await copyDatabase(file, copy);
  const refused = replaceDatabase({ source: copy, file, now }, async () => {
    throw new Error('not whole');
  });
  await expect(refused).rejects.toThrow('not whole');
  const live = join(folder, 'live.db');
  const user = openDatabase(live);
  user.exec('CREATE TABLE thing (n)');
  await expect(replaceDatabase({ source: live, file, now }, prove)).rejects.toThrow('not a backup');
  user.close();
  await expect(replaceDatabase({ source: join(folder, 'none'), file, now }, prove)).rejects.toThrow(
    'There is no file',
  );
  writeFileSync(join(folder, 'notes.txt'), 'What I meant to back up. '.repeat(1000));
  writeFileSync(join(folder, 'empty.db'), '');
  const opens = async (copy: string) => {
    openDatabase(copy).close();
  };
  for (const name of ['notes.txt', 'empty.db', '.']) {
    const source = join(folder, name);
    await expect(replaceDatabase({ source, file, now }, opens)).rejects.toThrow(
      `${source} is damaged, or no backup: nothing was changed`,
    );
  }
  expect(rowsOf(file)).toBe(1000);
  expect(readdirSync(folder).filter((name) => /restor/.test(name))).toEqual([]);
});

/** Overwrites some bytes of the file. */
function spoil(at: number, length: number): void {
  const handle = openSync(file, 'r+');
  writeSync(handle, Buffer.alloc(length, 0x5a), 0, length, at);
  closeSync(handle);
}

it.each<readonly [string, () => void]>([
  ['is no database any more', () => spoil(0, 100)],
  ['lost its first page', () => spoil(0, 8192)],
  ['lost its schema', () => spoil(100, 8000)],
  ['has a spoilt page', () => spoil(8192 * 3, 8192)],
  ['was cut', () => truncateSync(file, 8192 * 5 + 17)],
  ['was emptied', () => truncateSync(file, 0)],
  ['lies beside a log of nonsense', () => writeFileSync(`${file}-wal`, Buffer.alloc(50_000, 0x5a))],
])('puts a backup in the place of a database that %s, and keeps what was there', async (_, damage) => {
  const backup = join(folder, 'backup.db');
  await copyDatabase(file, backup);
  damage();
  const size = statSync(file).size;
  const aside = await replaceDatabase({ source: backup, file, now }, prove);
  expect(rowsOf(file)).toBe(1000);
  expect(statSync(aside ?? '').size).toBeGreaterThanOrEqual(size);
});
