import { once } from 'node:events';
import { createRequire } from 'node:module';
import { Worker } from 'node:worker_threads';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { openDatabase } from '../database/open';
import { newDatabase } from '../database/testing';
import { type OpenSettings, openSettings } from './index';

const DRIVER = createRequire(import.meta.url).resolve('better-sqlite3');
/** Another thread that commits without a pause. */
const WRITER = `
  const { parentPort, workerData } = require('node:worker_threads');
  const db = new (require(workerData.driver))(workerData.file, { timeout: 5000 });
  db.exec('CREATE TABLE busy (x)');
  parentPort.postMessage('ready');
  const insert = db.prepare('INSERT INTO busy VALUES (1)');
  const many = db.transaction(() => { for (let i = 0; i < 500; i += 1) insert.run(); });
  setInterval(() => many(), 1);
`;

let database: ReturnType<typeof newDatabase>;
let settings: OpenSettings;
let clock = 0;

beforeEach(async () => {
  database = newDatabase();
  clock = Date.UTC(2026, 0, 1);
  settings = await openSettings({ databaseFile: database.file, now: () => clock, busyTimeoutMs: 3_000 });
});
afterEach(async () => {
  await settings.close();
  database.remove();
});

describe('the connection', () => {
  it('shows a key at once while another program writes, and notes its use later', async () => {
    const { key, secret } = await settings.createKey({ name: 'ci', scope: 'ingest' });
    const other = openDatabase(database.file);
    other.exec('BEGIN IMMEDIATE');
    const startedAt = performance.now();
    expect((await settings.findKey(secret))?.id).toBe(key.id);
    await new Promise((resolve) => setTimeout(resolve, 20));
    expect(performance.now() - startedAt).toBeLessThan(2_900);
    const busyAt = performance.now();
    await expect(settings.revokeKey(key.id)).rejects.toMatchObject({ code: 'unavailable' });
    expect(performance.now() - busyAt).toBeGreaterThan(2_900);
    other.exec('ROLLBACK');
    other.close();
    await settings.findKey(secret);
    await settings.createKey({ name: 'behind the note in the queue', scope: 'read' });
    expect((await settings.listKeys()).find(({ id }) => id === key.id)?.lastUsedAt).toBe(clock);
  });

  it('leaves the thread to others while it waits for another program, and then does the change once', async () => {
    const other = openDatabase(database.file);
    other.exec('BEGIN IMMEDIATE');
    let looks = 0;
    const looking = setInterval(() => (looks += 1), 1);
    const made = settings.createKey({ name: 'once', scope: 'ingest' });
    await new Promise((resolve) => setTimeout(resolve, 300));
    other.exec('ROLLBACK');
    other.close();
    await made;
    clearInterval(looking);
    expect(looks).toBeGreaterThan(2);
    expect(await settings.listKeys()).toHaveLength(1);
  });

  it('refuses a database that is not there', async () => {
    await expect(openSettings({ databaseFile: `${database.file}.none` })).rejects.toMatchObject({
      code: 'unavailable',
    });
  });

  it('commits all of a group or nothing, and the other groups', async () => {
    const state = {
      ruleId: 'r',
      groupKey: 'g',
      status: 'firing' as const,
      since: clock,
      evaluatedAt: clock,
      dataAt: clock,
      value: 1,
      limit: 0,
      samples: 1,
      recent: 'b',
      good: 0,
      hold: 3,
      endedAt: null,
      told: true,
      incidentId: null,
    };
    const message = { kind: 'alert.test' as const, channelId: 'c', incidentId: null, data: {} };
    const other = openDatabase(database.file);
    other.exec(
      `CREATE TRIGGER no_mail BEFORE INSERT ON outbox WHEN NEW.channel_id = 'c'
       BEGIN SELECT RAISE(ABORT, 'no mail'); END`,
    );
    const others = Array.from({ length: 20 }, (_, index) => ({
      ruleId: 'r',
      groupKey: `g${index}`,
      state: { ...state, groupKey: `g${index}` },
    }));
    const commit = settings.memory.commit([...others, { ruleId: 'r', groupKey: 'g', state, message }], clock);
    const failed = expect(commit).rejects.toThrow(/outbox\.createMany/);
    const keys: Promise<unknown>[] = [];
    for (let index = 0; index < 30; index += 1) {
      keys.push(settings.createKey({ name: 'beside the transaction that fails', scope: 'read' }));
      await new Promise((resolve) => setImmediate(resolve));
    }
    await Promise.all([failed, ...keys]);
    const groups = async () => (await settings.memory.listStates()).map(({ groupKey }) => groupKey).sort();
    expect(await groups()).toEqual(others.map(({ groupKey }) => groupKey).sort());
    expect(await settings.listKeys()).toHaveLength(30);
    other.exec('DROP TRIGGER no_mail');
    other.close();
    expect(await settings.memory.evaluatedUntil()).toBeNull();
    await settings.memory.commit([{ ruleId: 'r', groupKey: 'g', state, message }], clock);
    expect(await settings.memory.evaluatedUntil()).toBe(clock);
    expect(await groups()).toContain('g');
  });

  it('waits for another writer and makes many changes at once without losing one', async () => {
    const writer = new Worker(WRITER, { eval: true, workerData: { driver: DRIVER, file: database.file } });
    await once(writer, 'message');
    await Promise.all(
      Array.from({ length: 40 }, (_, index) =>
        index % 4 === 0
          ? settings.memory.commit(
              [
                {
                  ruleId: 'r',
                  groupKey: `${index}`,
                  state: null,
                  message: { kind: 'alert.test', channelId: `c${index}`, incidentId: null, data: {} },
                },
              ],
              clock,
            )
          : settings.createKey({ name: `k${index}`, scope: 'read' }),
      ),
    );
    await writer.terminate();
    expect(await settings.listKeys()).toHaveLength(30);
    expect(await settings.outbox.dueChannels()).toHaveLength(10);
  });

  it('says that the database is busy when another program holds it too long', async () => {
    const other = openDatabase(database.file);
    other.exec('BEGIN IMMEDIATE');
    await expect(settings.createKey({ name: 'x', scope: 'read' })).rejects.toMatchObject({
      code: 'unavailable',
    });
    other.exec('ROLLBACK');
    await expect(settings.createKey({ name: 'x', scope: 'read' })).resolves.toBeDefined();
    other.exec('BEGIN IMMEDIATE');
    await expect(
      settings.memory.commit([{ ruleId: 'r', groupKey: 'g', state: null }], clock),
    ).rejects.toMatchObject({
      code: 'unavailable',
    });
    other.exec('ROLLBACK');
    other.close();
    await expect(
      settings.memory.commit([{ ruleId: 'r', groupKey: 'g', state: null }], clock),
    ).resolves.toBeUndefined();
  });
});
