import { chmodSync, existsSync, mkdtempSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import Database from 'better-sqlite3';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { openDatabase } from './open';

let folder = '';
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'faaslens-open-'));
});
afterEach(() => {
  rmSync(folder, { recursive: true, force: true });
});

describe('openDatabase', () => {
  it('makes the folder and a file whose layout is fixed before the first table', () => {
    const db = openDatabase(join(folder, 'a', 'b', 'faaslens.db'));
    db.exec('CREATE TABLE t (x)');
    const read = (name: string) => db.pragma(name, { simple: true });
    expect({
      page: read('page_size'),
      vacuum: read('auto_vacuum'),
      journal: read('journal_mode'),
      synchronous: read('synchronous'),
      foreignKeys: read('foreign_keys'),
      busy: read('busy_timeout'),
    }).toEqual({ page: 8192, vacuum: 2, journal: 'wal', synchronous: 2, foreignKeys: 1, busy: 5000 });
    db.close();
  });

  it('refuses changes through a read-only connection and sees what a writer commits', () => {
    const file = join(folder, 'faaslens.db');
    const writer = openDatabase(file);
    writer.exec('CREATE TABLE t (x); INSERT INTO t VALUES (1)');
    const reader = openDatabase(file, { readonly: true });
    expect(reader.prepare('SELECT x FROM t').pluck().get()).toBe(1);
    expect(() => reader.exec('INSERT INTO t VALUES (2)')).toThrow(/readonly/);
    reader.close();
    writer.close();
  });

  it('says that there is no database yet instead of making one for a reader', () => {
    for (const path of ['none.db', 'no-folder/none.db'])
      expect(() => openDatabase(join(folder, path), { readonly: true })).toThrow(/start Faaslens once/);
  });

  it.runIf(existsSync('/proc/locks'))('keeps the locks of other connections of the process', () => {
    const file = join(folder, 'faaslens.db');
    const first = openDatabase(file);
    const { ino } = statSync(file);
    const locks = () =>
      readFileSync('/proc/locks', 'utf8')
        .split('\n')
        .filter((line) => line.includes(`:${ino} `)).length;
    expect(locks()).toBe(1);
    openDatabase(file).close();
    expect(locks()).toBe(1);
    first.close();
  });

  it('refuses a file that is not SQLite and leaves it alone', () => {
    const file = join(folder, 'faaslens.db');
    writeFileSync(file, 'my shopping list, long enough to be no empty header'.repeat(200));
    const before = statSync(file).size;
    expect(() => openDatabase(file)).toThrow(
      expect.objectContaining({
        code: 'unavailable',
        message: expect.stringMatching(/not a SQLite database/),
      }),
    );
    expect(statSync(file).size).toBe(before);
  });

  it('says which file is damaged', () => {
    const file = join(folder, 'faaslens.db');
    const db = openDatabase(file);
    db.exec('CREATE TABLE t (x); CREATE INDEX i ON t (x)');
    db.close();
    const broken = new Database(file);
    broken.unsafeMode();
    broken.pragma('writable_schema = ON');
    broken.exec("UPDATE sqlite_schema SET sql = 'nonsense', rootpage = 99999 WHERE name = 't'");
    broken.close();
    expect(() => openDatabase(file)).toThrow(
      expect.objectContaining({ message: expect.stringMatching(/damaged/) }),
    );
  });

  it('names the folder it may not write to', () => {
    const isRoot = process.getuid?.() === 0;
    const target = isRoot ? '/sys/faaslens/faaslens.db' : join(folder, 'sub', 'faaslens.db');
    if (!isRoot) chmodSync(folder, 0o500);
    expect(() => openDatabase(target)).toThrow(
      expect.objectContaining({ code: 'unavailable', message: expect.stringMatching(/write permission/) }),
    );
    if (!isRoot) chmodSync(folder, 0o700);
  });

  it('says that a file stands where the folder should be', () => {
    writeFileSync(join(folder, 'data'), '');
    expect(() => openDatabase(join(folder, 'data', 'faaslens.db'))).toThrow(/a file is in the way/);
  });
});
