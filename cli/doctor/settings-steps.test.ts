import { rmSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { afterEach, beforeEach, expect, it } from 'vitest';
import { openDatabase } from '@/core/database/open';
import { newDatabase } from '@/core/database/testing';
import { openSettings } from '@/core/settings/index';
import { settingsSteps } from './settings-steps';
import { runSteps } from './step';

let database: ReturnType<typeof newDatabase>;
beforeEach(() => {
  database = newDatabase();
});
afterEach(() => database.remove());

async function found(): Promise<{ failed: number; lines: readonly string[] }> {
  const lines: string[] = [];
  const steps = settingsSteps({ databaseFile: database.file, secretKey: null });
  return { failed: await runSteps(steps, (line) => lines.push(line)), lines };
}

async function setUp(): Promise<void> {
  const settings = await openSettings({ databaseFile: database.file });
  const url = 'https://example.com/hook';
  await settings.createChannel({ name: 'Operations', type: 'slack', settings: { url }, enabled: true });
  await settings.setSingleSignOn({
    issuer: 'https://id.example.com',
    clientId: 'faaslens',
    clientSecret: 'of the provider',
    label: 'Sign in',
    domains: [],
    role: 'viewer',
  });
  await settings.close();
}

it('finds nothing wrong where nothing is set up, nor where all opens and arrives', async () => {
  expect(await found()).toEqual({
    failed: 0,
    lines: [
      'ok    alert channels: none yet, so alerts are only shown on screen',
      'ok    single sign-on: not set up',
    ],
  });
  await setUp();
  expect(await found()).toEqual({
    failed: 0,
    lines: [
      'ok    alert channels: 1, none of them failing',
      'ok    single sign-on: its secret can be opened',
    ],
  });
});

it('names what cannot be opened where the key of secrets was not taken along', async () => {
  await setUp();
  rmSync(join(dirname(database.file), 'secret.key'));
  const { failed, lines } = await found();
  expect(failed).toBe(2);
  expect(lines[0]).toMatch(
    /^FAIL {2}alert channels: "Operations" receives no messages: .*secret\.key.* is missing: put back/,
  );
  expect(lines[1]).toMatch(/^FAIL {2}single sign-on: .*secret\.key.* is missing: put back/);
});

it('names a channel that no messages reach, with what its endpoint answers', async () => {
  await setUp();
  const db = openDatabase(database.file);
  db.exec("UPDATE channel SET failures = 3, last_error = 'answered 500'");
  db.close();
  const { failed, lines } = await found();
  expect([failed, lines[0]]).toEqual([
    1,
    'FAIL  alert channels: "Operations" receives no messages: answered 500',
  ]);
});
