import { spawnSync } from 'node:child_process';
import { mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { folderName } from './migration.mjs';

const SCRIPT = fileURLToPath(new URL('migration.mjs', import.meta.url));
const HEAD = 'datasource db {\n  provider = "sqlite"\n}\n';
const NOTE = 'model Note {\n  id Int @id\n  text String\n  done Boolean\n}\n';

let folder = '';
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'faaslens-migration-test-'));
});
afterEach(() => {
  rmSync(folder, { recursive: true, force: true });
});

function run(...args) {
  const { status, stdout, stderr } = spawnSync(process.execPath, [SCRIPT, ...args], { encoding: 'utf8' });
  return { status, text: stdout + stderr };
}
const schema = (text) => writeFileSync(join(folder, 'schema.prisma'), HEAD + text);

describe('npm run migration', () => {
  it('finds no drift in this repository', () => {
    expect(run('check')).toMatchObject({ status: 0 });
  });

  it('writes the first migration and the next one, after which there is no drift', () => {
    schema(NOTE);
    expect(run('check', '--dir', folder)).toMatchObject({
      status: 1,
      text: expect.stringContaining('CREATE TABLE "Note"'),
    });
    expect(run('new', 'first', '--dir', folder).status).toBe(0);
    expect(run('check', '--dir', folder).status).toBe(0);

    schema(NOTE.replace('}', '  owner String?\n}'));
    expect(run('new', 'Add an owner!', '--dir', folder).status).toBe(0);
    const names = readdirSync(join(folder, 'migrations')).filter((name) => /^\d/.test(name));
    expect(names.map((name) => name.slice(15))).toEqual(['first', 'add_an_owner']);
    const sql = readFileSync(join(folder, 'migrations', names[1], 'migration.sql'), 'utf8');
    expect(sql).toContain('ADD COLUMN "owner" TEXT');
    expect(run('check', '--dir', folder).status).toBe(0);
  });

  it('refuses to write a migration when nothing changed', () => {
    schema(NOTE);
    run('new', 'first', '--dir', folder);
    expect(run('new', 'again', '--dir', folder)).toMatchObject({
      status: 1,
      text: expect.stringContaining('Nothing to do'),
    });
    expect(readdirSync(join(folder, 'migrations'))).toHaveLength(2);
  });

  it('leaves full-text tables, triggers, views and partial indexes to the SQL that made them', () => {
    schema(NOTE);
    run('new', 'first', '--dir', folder);
    mkdirSync(join(folder, 'migrations', '29990101000000_own'));
    writeFileSync(
      join(folder, 'migrations', '29990101000000_own', 'migration.sql'),
      `CREATE VIRTUAL TABLE note_text USING fts5(text, content='Note', content_rowid='id');
       CREATE TRIGGER note_added AFTER INSERT ON "Note" BEGIN INSERT INTO note_text (rowid, text) VALUES (new.id, new.text); END;
       CREATE INDEX open_notes ON "Note" (id) WHERE done = 0;
       CREATE INDEX lower_text ON "Note" (lower(text));
       CREATE VIEW done_notes AS SELECT * FROM "Note" WHERE done = 1;`,
    );
    expect(run('check', '--dir', folder)).toMatchObject({ status: 0 });
  });

  it('names the migration whose SQL is wrong', () => {
    schema(NOTE);
    mkdirSync(join(folder, 'migrations', '1_wrong'), { recursive: true });
    writeFileSync(join(folder, 'migrations', '1_wrong', 'migration.sql'), 'CREATE TALE x;');
    expect(run('check', '--dir', folder)).toMatchObject({
      status: 1,
      text: expect.stringMatching(/1_wrong: .*TALE/),
    });
  });

  it('tells how it is used when the verb is unknown', () => {
    expect(run('deploy')).toMatchObject({ status: 1, text: expect.stringContaining('usage:') });
  });
});

describe('folderName', () => {
  it('sorts after the newest migration even when the clock is behind', () => {
    expect(folderName('x', new Date(0), ['20261121000000_init'])).toBe('20261121000001_x');
  });
});
