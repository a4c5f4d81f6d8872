import { afterAll, beforeAll, expect, it } from 'vitest';
import { newDatabase } from '@/core/database/testing';
import { type OpenSettings, openSettings } from '@/core/settings/index';
import { runUsers } from './users';

let database: ReturnType<typeof newDatabase>;
let settings: OpenSettings;
beforeAll(async () => {
  database = newDatabase();
  settings = await openSettings({ databaseFile: database.file });
});
afterAll(async () => {
  await settings.close();
  database.remove();
});

async function run(...argv: string[]): Promise<string> {
  const lines: string[] = [];
  await runUsers(argv, { settings, address: 'https://lens.example', print: (line) => lines.push(line) });
  return lines.join('\n');
}

it('invites, lists, changes, disables and lets in again', async () => {
  expect(await run('list')).toMatch(/no users yet/);
  const text = await run('add', 'Ada@Example.org', '--role', 'admin');
  const token = /https:\/\/lens\.example\/welcome#(fl_link_\w+)/.exec(text)?.[1] ?? '';
  expect(await settings.openLink(token)).toEqual({ kind: 'invite', email: 'ada@example.org', role: 'admin' });
  expect(await run('list')).toMatch(/^ada@example\.org {2}admin {3}invited {3}last signed in never$/);
  await run('add', 'bo@example.org', '--environment', 'staging');
  expect(await run('role', 'ada@example.org', 'editor').catch((error: Error) => error.message)).toMatch(
    /last admin/,
  );
  expect(await run('role', 'bo@example.org', 'editor')).toBe('bo@example.org is editor now.');
  expect(await run('reset', 'BO@example.org')).toMatch(/welcome#fl_link_/);
  await run('disable', 'bo@example.org');
  expect(await run('list')).toMatch(/bo@example\.org {3}editor {2}disabled/);
  expect(await run('enable', 'bo@example.org')).toMatch(/may sign in again/);
});

it.each([
  [],
  ['add'],
  ['role', 'x'],
  ['list', 'x'],
  ['fire', 'x@y.z'],
  ['disable', 'no@example.org'],
  ['add', 'no-address'],
  ['add', 'a@b.org', '--role', 'root'],
])('names the fix for %j %j %j %j', async (...argv) => {
  await expect(run(...argv.filter((word) => word !== undefined))).rejects.toMatchObject({
    name: 'FaaslensError',
  });
});
