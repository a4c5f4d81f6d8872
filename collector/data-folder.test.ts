import { chmodSync, mkdtempSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, it } from 'vitest';
import { copyDatabase } from '@/core/database/copy';
import { openDatabase } from '@/core/database/open';
import { makeDataFolder } from './data-folder';

const mode = (path: string) => statSync(path).mode & 0o777;
const log = { warn: () => undefined };
let folder = '';
let umask = 0;

beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'faaslens-folder-'));
  umask = process.umask(0o000);
});
afterEach(() => {
  process.umask(umask);
  rmSync(folder, { recursive: true });
});

it('a new folder, its database, the log beside it and a backup are for their owner only, whatever the umask', async () => {
  const dataDir = join(folder, 'new', 'data');
  makeDataFolder(dataDir, log);
  const file = join(dataDir, 'faaslens.db');
  const database = openDatabase(file);
  database.exec('CREATE TABLE t (x)');
  expect([mode(dataDir), mode(file), mode(`${file}-wal`), mode(`${file}-shm`)]).toEqual([
    0o700, 0o600, 0o600, 0o600,
  ]);
  const backup = join(folder, 'backup.db');
  await copyDatabase(file, backup);
  expect(mode(backup)).toBe(0o600);
  database.close();
});

it('rights that others were given are taken away again, from what is ours', () => {
  chmodSync(folder, 0o755);
  for (const name of ['faaslens.db', 'faaslens.db-wal', 'faaslens.db.2026-01-01', 'secret.key', 'notes.txt'])
    writeFileSync(join(folder, name), '', { mode: 0o644 });
  makeDataFolder(folder, log);
  expect(mode(folder)).toBe(0o700);
  for (const name of ['faaslens.db', 'faaslens.db-wal', 'faaslens.db.2026-01-01', 'secret.key'])
    expect([name, mode(join(folder, name))]).toEqual([name, 0o600]);
  expect(mode(join(folder, 'notes.txt'))).toBe(0o644);
});
