import pino from 'pino';
import { afterEach, beforeEach, expect, it } from 'vitest';
import { newDatabase } from '@/core/database/testing';
import { type OpenSettings, openSettings } from '@/core/settings/index';
import type { SharedSettings } from '@/core/settings/shared';
import type { Bulletin, Notice } from '@/core/store/bulletin';
import { type FollowedSettings, followSettings, MOST_SILENCE_MS } from './follow-settings';
import { publishSettings } from './publish-settings';

const log = pino({ level: 'silent' });
const EVERY_MS = 10;

let database: ReturnType<typeof newDatabase>;
let settings: OpenSettings;
let ending: { stop(): Promise<void> }[];
let clock: number;
let board: Notice | null;
let uses: Map<string, number>;
let rejected: { records: number; atMs: number }[];
let toldRejected: number[];
let isAway: boolean;
let changes: SharedSettings[];

beforeEach(async () => {
  database = newDatabase();
  clock = 1_700_000_000_000;
  settings = await openSettings({ databaseFile: database.file, now: () => clock });
  [ending, board, isAway, changes] = [[], null, false, []];
  uses = new Map();
  [rejected, toldRejected] = [[], []];
});
afterEach(async () => {
  for (const one of ending) await one.stop();
  await settings.close();
  database.remove();
});

/** What any engine shared by several machines can hold; ClickHouse's own is tested with its engine. */
function shared(): Bulletin {
  const reached = () => {
    if (isAway) throw new Error('away');
  };
  return {
    async publish(notice) {
      reached();
      if (board === null || notice.version > board.version) board = notice;
    },
    async readAfter(version) {
      reached();
      return board !== null && board.version > version ? board : null;
    },
    async noteUses(told) {
      reached();
      for (const [id, usedMs] of told) uses.set(id, Math.max(usedMs, uses.get(id) ?? 0));
    },
    uses: async () => [...uses],
    async noteRejected(records, atMs) {
      reached();
      rejected.push({ records, atMs });
    },
    async rejected(sinceMs) {
      reached();
      return rejected.reduce((sum, { records, atMs }) => sum + (atMs > sinceMs ? records : 0), 0);
    },
    close: async () => {},
  };
}

const publish = () => {
  const read = () => settings.sharedSettings();
  const onUses = settings.noteKeyUses;
  const publishing = publishSettings({
    bulletin: shared(),
    read,
    onUses,
    onRejected: async (records) => void toldRejected.push(records),
    log,
    everyMs: EVERY_MS,
    now: () => clock,
  });
  ending.push(publishing);
  return publishing;
};
const follow = (): FollowedSettings => {
  const following = followSettings({
    bulletin: shared(),
    onChange: [(changed) => changes.push(changed)],
    log,
    everyMs: EVERY_MS,
    now: () => clock,
  });
  ending.push(following);
  return following;
};
const soon = (look: () => Promise<unknown>) => expect.poll(look, { timeout: 20_000 });

it('lets nobody in before the first word, then knows each key without the settings, until it is revoked', async () => {
  const { key, secret } = await settings.createKey({ name: 'app', scope: 'ingest', environment: 'staging' });
  const collector = follow();
  await expect(collector.findKey(secret)).rejects.toMatchObject({ code: 'unavailable' });
  expect(() => collector.requireWord()).toThrow('not known yet');
  expect(collector.hasWord()).toBe(false);
  publish();
  await soon(() => collector.findKey(secret).catch(() => null)).toMatchObject({
    id: key.id,
    scope: 'ingest',
    environment: 'staging',
  });
  expect(await collector.findKey(`${secret.slice(0, -1)}x`)).toBeNull();
  await settings.revokeKey(key.id);
  await soon(() => collector.findKey(secret)).toBeNull();
});

it('says of a key that only collectors saw when it was used', async () => {
  const { key, secret } = await settings.createKey({ name: 'app', scope: 'ingest' });
  publish();
  const collector = follow();
  await soon(() => collector.findKey(secret).catch(() => null)).not.toBeNull();
  const usedAt = clock;
  await soon(async () => uses.get(key.id)).toBe(usedAt);
  clock += 10_000;
  await soon(async () => (await settings.listKeys())[0]?.lastUsedAt).toBe(usedAt);
  await settings.noteKeyUses([[key.id, usedAt - 1]]);
  expect((await settings.listKeys())[0]?.lastUsedAt).toBe(usedAt);
});

it('tells the owner what collectors have refused in the last minutes, also what they could not tell at once', async () => {
  publish();
  const collectors = [follow(), follow()];
  isAway = true;
  for (const collector of collectors) collector.noteRejected(3);
  isAway = false;
  await soon(async () => rejected.length).toBe(2);
  clock += 10_000;
  await soon(async () => toldRejected.at(-1)).toBe(6);
  clock += 5 * 60_000;
  await soon(async () => toldRejected.at(-1)).toBe(0);
});

it('publishes no secret', async () => {
  const { secret } = await settings.createKey({ name: 'app', scope: 'ingest', environment: null });
  publish();
  await soon(async () => board?.text).toBeDefined();
  expect(board?.text).not.toContain(secret);
  expect(board?.text).not.toContain(secret.split('_')[2]);
});

it('ends a key at its time, without a word of the owner', async () => {
  const { secret } = await settings.createKey({ name: 'app', scope: 'ingest', expiresInDays: 1 });
  const publishing = publish();
  const collector = follow();
  await soon(() => collector.findKey(secret).catch(() => null)).not.toBeNull();
  await publishing.stop();
  clock += 24 * 60 * 60_000 - 1;
  expect(await collector.findKey(secret)).not.toBeNull();
  clock += 1;
  expect(await collector.findKey(secret)).toBeNull();
});

it('goes on with what it knows while the owner is silent, but not for more than a day', async () => {
  const { secret } = await settings.createKey({ name: 'app', scope: 'ingest' });
  publish();
  const collector = follow();
  await soon(() => collector.findKey(secret).catch(() => null)).not.toBeNull();
  isAway = true;
  const heard = board?.version ?? 0;
  clock = heard + MOST_SILENCE_MS;
  expect(await collector.findKey(secret)).not.toBeNull();
  expect(collector.silentForMs()).toBe(MOST_SILENCE_MS);
  expect(collector.hasWord()).toBe(true);
  clock += 1;
  expect(collector.hasWord()).toBe(false);
  await expect(collector.findKey(secret)).rejects.toMatchObject({ code: 'unavailable' });
  isAway = false;
  await soon(() => collector.findKey(secret).catch(() => null)).not.toBeNull();
});

it('goes on speaking to collectors, and listening to them, after the clock was set back', async () => {
  publish();
  const collector = follow();
  await soon(async () => toldRejected.length).toBe(1);
  clock -= 30 * 60_000;
  const before = board?.version ?? 0;
  collector.noteRejected(2);
  await soon(async () => rejected.length).toBe(1);
  clock += 10_000;
  await soon(async () => toldRejected.at(-1)).toBe(2);
  expect(board?.version).toBeGreaterThan(before);
});

it('tells what is taken out and what it costs once for each change, also after the clock was set back', async () => {
  publish();
  follow();
  await soon(async () => changes.length).toBe(1);
  clock -= 60_000;
  await settings.createRedactionRule({ name: 'tenant', kind: 'key', match: 'tenant.*' });
  await soon(async () => changes.length).toBe(2);
  expect(changes[1]?.redaction.rules).toEqual([{ name: 'tenant', kind: 'key', match: 'tenant.*' }]);
});
