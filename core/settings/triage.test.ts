import { afterEach, beforeEach, expect, it } from 'vitest';
import { newDatabase } from '../database/testing';
import { type OpenSettings, openSettings } from './index';

const [ONE, OTHER] = ['0123456789abcdef', 'fedcba9876543210'] as const;

let database: ReturnType<typeof newDatabase>;
let settings: OpenSettings;
let clock = 0;

beforeEach(async () => {
  database = newDatabase();
  clock = Date.UTC(2026, 0, 1);
  settings = await openSettings({ databaseFile: database.file, now: () => clock });
});
afterEach(async () => {
  await settings.close();
  database.remove();
});

it('keeps the last decision about a group of errors, and when it was made', async () => {
  await settings.setTriage({ fingerprint: ONE, state: 'resolved' });
  clock += 1000;
  const last = await settings.setTriage({ fingerprint: ONE, state: 'ignored' });
  expect(last).toEqual({ fingerprint: ONE, state: 'ignored', changedAt: clock });
  expect(await settings.getTriage([OTHER, ONE])).toEqual([last]);
  expect(await settings.getTriage([OTHER])).toEqual([]);
  expect(await settings.getTriage([])).toEqual([]);
});

it('refuses what is no fingerprint and what is no decision', async () => {
  await expect(settings.setTriage({ fingerprint: 'x', state: 'open' })).rejects.toMatchObject({
    code: 'invalid_input',
    message: expect.stringContaining('fingerprint'),
  });
  const regressed = { fingerprint: ONE, state: 'regressed' } as unknown as {
    fingerprint: string;
    state: 'open';
  };
  await expect(settings.setTriage(regressed)).rejects.toMatchObject({
    message: 'state: must be open, resolved or ignored',
  });
});
