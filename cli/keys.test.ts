import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { migrate } from '@/core/database/migrate';
import { openDatabase } from '@/core/database/open';
import { type OpenSettings, openSettings } from '@/core/settings/index';
import { runKeys } from './keys';

let folder = '';
let settings: OpenSettings;
beforeAll(async () => {
  folder = mkdtempSync(join(tmpdir(), 'faaslens-keys-'));
  const databaseFile = join(folder, 'faaslens.db');
  const db = openDatabase(databaseFile);
  migrate(db, fileURLToPath(new URL('../prisma/migrations', import.meta.url)));
  db.close();
  settings = await openSettings({ databaseFile });
});
afterAll(async () => {
  await settings.close();
  rmSync(folder, { recursive: true, force: true });
});

async function run(...argv: string[]): Promise<string> {
  const lines: string[] = [];
  await runKeys(argv, { settings, print: (line) => lines.push(line) });
  return lines.join('\n');
}

it('makes a key, prints its secret once, lists it and revokes it', async () => {
  expect(await run('list')).toMatch(/no keys yet.*keys create --scope ingest/);
  const made = await run('create', '--scope', 'ingest', '--name', 'payments');
  const secret = /^ {2}(fl_ingest_\w+)$/m.exec(made)?.[1] ?? '';
  expect(await settings.findKey(secret)).toMatchObject({ name: 'payments', scope: 'ingest' });

  const listed = await run('list');
  const [head, row] = listed.split('\n');
  expect(listed).not.toContain(secret);
  expect(row).toMatch(
    /^key_\w+ +ingest +payments +fl_ingest_\w{4}\.{3}\w{6} +all +\d{4}-.* UTC +\S+.* +valid$/,
  );
  expect(row?.indexOf('payments')).toBe(head?.indexOf('NAME'));

  const id = /key_\w+/.exec(listed)?.[0] ?? '';
  expect(await run('revoke', id)).toMatch(/is revoked/);
  expect(await settings.findKey(secret)).toBeNull();
  expect(await run('list')).toMatch(/revoked$/);
});

it('makes a key for one environment and some days, and rotates it', async () => {
  const made = await run('create', '--scope', 'read', '--environment', 'staging', '--expires-in-days', '3');
  const id = /key_\w+/.exec(made)?.[0] ?? '';
  const rotated = await run('rotate', id, '--valid-hours', '2');
  const secrets = [made, rotated].map((text) => /^ {2}(fl_read_\w+)$/m.exec(text)?.[1] ?? '');
  expect(rotated).toMatch(/is valid beside it until \d{4}-/);
  for (const secret of secrets) {
    expect(await settings.findKey(secret)).toMatchObject({ scope: 'read', environment: 'staging' });
  }
  expect(await run('list')).toMatch(/staging +\d{4}-.*valid until/);
});

it.each([
  [['create'], /^--scope must be ingest/],
  [['create', '--scope', 'root'], /^--scope must be ingest/],
  [['create', '--colour', 'red'], /^Unknown option '--colour'\nusage:/],
  [
    ['create', '--scope', 'read', '--expires-in-days', 'x'],
    '--expires-in-days x: give a whole number from 1 to 3650',
  ],
  [['rotate', 'key_x', '--valid-hours', '-'], '--valid-hours -: give a whole number from 0 to 2160'],
  [['revoke'], "Name the key's id"],
  [['revoke', 'key_x'], 'keys list'],
  [['delete'], /^usage:/],
  [['list', 'x'], /^usage:/],
  [['revoke', 'a', 'b'], /^usage:/],
  [[], /^usage:/],
])('names the fix for %j', async (argv, message) => {
  await expect(run(...argv)).rejects.toThrow(message);
});
