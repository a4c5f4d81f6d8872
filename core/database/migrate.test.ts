import { createHash } from 'node:crypto';
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import type Database from 'better-sqlite3';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { migrate } from './migrate';
import { openDatabase } from './open';

const REAL = fileURLToPath(new URL('../../prisma/migrations', import.meta.url));

let folder = '';
let db: Database.Database;
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'faaslens-migrate-'));
  db = openDatabase(join(folder, 'faaslens.db'));
});
afterEach(() => {
  db.close();
  rmSync(folder, { recursive: true, force: true });
});

function write(name: string, sql: string): string {
  mkdirSync(join(folder, 'migrations', name), { recursive: true });
  writeFileSync(join(folder, 'migrations', name, 'migration.sql'), sql);
  return join(folder, 'migrations');
}

const tables = () => db.prepare("SELECT name FROM sqlite_schema WHERE type = 'table'").pluck().all();

describe('migrate', () => {
  it('applies the migrations of this program once', () => {
    const first = migrate(db, REAL);
    expect(first.applied[0]).toBe('20261121000000_init');
    expect(migrate(db, REAL).applied).toEqual([]);
    expect(tables()).toEqual(
      expect.arrayContaining(['block', 'rollup', 'rule', 'outbox', '_prisma_migrations']),
    );
    expect(db.prepare("SELECT sql FROM sqlite_schema WHERE name = 'rollup'").pluck().get()).toMatch(
      /WITHOUT ROWID/,
    );
  });

  it('applies only what is new, oldest first, and writes a history that Prisma reads', () => {
    write('2_b', 'CREATE TABLE b (x);');
    const dir = write('1_a', 'CREATE TABLE a (x);');
    expect(migrate(db, dir).applied).toEqual(['1_a', '2_b']);
    write('3_c', 'CREATE TABLE c (x);');
    expect(migrate(db, dir, () => new Date(0)).applied).toEqual(['3_c']);
    const row = db.prepare("SELECT * FROM _prisma_migrations WHERE migration_name = '3_c'").get();
    expect(row).toMatchObject({
      id: expect.stringMatching(/^[0-9a-f]{8}-[0-9a-f-]{27}$/),
      checksum: createHash('sha256').update('CREATE TABLE c (x);').digest('hex'),
      finished_at: '1970-01-01T00:00:00.000+00:00',
      rolled_back_at: null,
      logs: null,
      applied_steps_count: 1,
    });
  });

  it('leaves nothing of a migration that fails, and keeps those before it', () => {
    write('1_a', 'CREATE TABLE a (x);');
    const dir = write('2_b', 'CREATE TABLE b (x); INSERT INTO missing VALUES (1);');
    expect(() => migrate(db, dir)).toThrow(/missing/);
    expect(tables()).toContain('a');
    expect(tables()).not.toContain('b');
    write('2_b', 'CREATE TABLE b (x);');
    expect(migrate(db, dir).applied).toEqual(['2_b']);
  });

  it('keeps the rows that refer to a table which a migration rebuilds', () => {
    const dir = write(
      '1_a',
      `CREATE TABLE a (id INTEGER PRIMARY KEY);
       CREATE TABLE b (a INTEGER REFERENCES a (id) ON DELETE CASCADE);
       INSERT INTO a VALUES (1); INSERT INTO b VALUES (1);`,
    );
    migrate(db, dir);
    write(
      '2_b',
      `CREATE TABLE new_a (id INTEGER PRIMARY KEY, name TEXT);
       INSERT INTO new_a (id) SELECT id FROM a; DROP TABLE a; ALTER TABLE new_a RENAME TO a;`,
    );
    migrate(db, dir);
    expect(db.prepare('SELECT count(*) FROM b').pluck().get()).toBe(1);
    expect(db.pragma('foreign_keys', { simple: true })).toBe(1);
  });

  it('refuses a migration that leaves rows which refer to nothing', () => {
    const dir = write(
      '1_a',
      `CREATE TABLE a (id INTEGER PRIMARY KEY);
       CREATE TABLE b (a INTEGER REFERENCES a (id)); INSERT INTO b VALUES (7);`,
    );
    expect(() => migrate(db, dir)).toThrow(/refer to missing/);
    expect(tables()).toEqual([]);
  });

  it('refuses a migration that was changed after it was applied', () => {
    const dir = write('1_a', 'CREATE TABLE a (x);');
    migrate(db, dir);
    write('1_a', 'CREATE TABLE a (x, y);');
    expect(() => migrate(db, dir)).toThrow(
      expect.objectContaining({ code: 'conflict', message: expect.stringMatching(/1_a was changed/) }),
    );
  });

  it('refuses a database of a newer version and names both versions', () => {
    const dir = write('1_a', 'CREATE TABLE a (x);');
    write('2_b', 'CREATE TABLE b (x);');
    migrate(db, dir);
    rmSync(join(dir, '2_b'), { recursive: true });
    expect(() => migrate(db, dir)).toThrow(/newer than this Faaslens: it has 2_b, .* up to 1_a/);
  });

  it('refuses a database of another program without adding to it', () => {
    db.exec('CREATE TABLE customers (x)');
    expect(() => migrate(db, REAL)).toThrow(/another program .*customers/);
    expect(tables()).toEqual(['customers']);
  });

  it('refuses a history with a migration that Prisma left unfinished', () => {
    const dir = write('1_a', 'CREATE TABLE a (x);');
    migrate(db, dir);
    db.exec('UPDATE _prisma_migrations SET finished_at = NULL');
    expect(() => migrate(db, dir)).toThrow(/did not finish/);
  });

  it('says that the disk is full and applies nothing', () => {
    db.pragma('max_page_count = 4');
    expect(() => migrate(db, REAL)).toThrow(
      expect.objectContaining({ code: 'unavailable', message: expect.stringMatching(/disk .* is full/) }),
    );
    expect(tables()).toEqual([]);
  });

  it('says that the installation is broken when there are no migrations', () => {
    expect(() => migrate(db, join(folder, 'nowhere'))).toThrow(/install Faaslens again/);
  });
});
