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

async function run(...argv: string[]): Promise<{ code: number; text: string }> {
  const lines: string[] = [];
  const code = await runKeys(argv, { settings, print: (line) => lines.push(line) });
  return { code, text: lines.join('\n') };
}

it('makes a key, prints its secret once, lists it and revokes it', async () => {
  expect((await run('list')).text).toMatch(/no keys yet.*keys create --scope ingest/);
  const made = await run('create', '--scope', 'ingest', '--name', 'payments');
  const secret = /^ {2}(fl_ingest_\w+)$/m.exec(made.text)?.[1] ?? '';
  expect(made.code).toBe(0);
  expect(await settings.findKey(secret)).toMatchObject({ name: 'payments', scope: 'ingest' });

  const listed = await run('list');
  const [head, row] = listed.text.split('\n');
  expect(listed.text).not.toContain(secret);
  expect(row).toMatch(
    /^key_\w+ +ingest +payments +fl_ingest_\w{4}\.{3}\w{6} +all +\d{4}-.* UTC +\S+.* +valid$/,
  );
  expect(row?.indexOf('payments')).toBe(head?.indexOf('NAME'));

  const id = /key_\w+/.exec(listed.text)?.[0] ?? '';
  expect((await run('revoke', id)).text).toMatch(/is revoked/);
  expect(await settings.findKey(secret)).toBeNull();
  expect((await run('list')).text).toMatch(/revoked$/);
});

it('makes a key for one environment and some days, and rotates it', async () => {
  const made = await run('create', '--scope', 'read', '--environment', 'staging', '--expires-in-days', '3');
  const id = /key_\w+/.exec(made.text)?.[0] ?? '';
  const rotated = await run('rotate', id, '--valid-hours', '2');
  const secrets = [made, rotated].map(({ text }) => /^ {2}(fl_read_\w+)$/m.exec(text)?.[1] ?? '');
  expect(rotated.text).toMatch(/is valid beside it until \d{4}-/);
  for (const secret of secrets) {
    expect(await settings.findKey(secret)).toMatchObject({ scope: 'read', environment: 'staging' });
  }
  expect((await run('list')).text).toMatch(/staging +\d{4}-.*valid until/);
  expect(await run('create', '--scope', 'read', '--expires-in-days', 'x')).toMatchObject({ code: 1 });
});

it('names the fix when the words make no sense', async () => {
  expect(await run('create')).toMatchObject({
    code: 1,
    text: expect.stringMatching(/--scope must be ingest/),
  });
  expect(await run('create', '--scope', 'root')).toMatchObject({ code: 1 });
  expect(await run('create', '--colour', 'red')).toMatchObject({
    code: 1,
    text: expect.stringMatching(/--colour[\s\S]*usage:/),
  });
  expect(await run('revoke')).toMatchObject({ code: 1, text: expect.stringMatching(/Name the key's id/) });
  expect(await run('revoke', 'key_x')).toMatchObject({ code: 1, text: expect.stringMatching(/keys list/) });
  for (const argv of [[], ['delete'], ['list', 'x'], ['revoke', 'a', 'b']]) {
    expect(await run(...argv)).toMatchObject({ code: 1, text: expect.stringMatching(/^usage:/) });
  }
});
