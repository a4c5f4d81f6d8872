import { randomBytes } from 'node:crypto';
import { afterEach, beforeEach, expect, it } from 'vitest';
import { openDatabase } from '../database/open';
import { newDatabase } from '../database/testing';
import { type OpenSettings, openSettings } from '../settings/index';
import { createAlerts } from './alerts';
import { evaluateOnce } from './loop';
import { type Receiver, settableFigures, startReceiver } from './testing';

let database: ReturnType<typeof newDatabase>;
let settings: OpenSettings;
let receiver: Receiver;
let clock = 0;
const figures = settableFigures();

beforeEach(async () => {
  clock = Date.now();
  database = newDatabase();
  receiver = await startReceiver();
  settings = await openSettings({ databaseFile: database.file, now: () => clock });
  const { channel } = await settings.createChannel({ name: 'ops', url: receiver.url, enabled: true });
  await settings.createRule({
    name: 'Error rate',
    enabled: true,
    kind: 'error_rate',
    functionId: null,
    environment: null,
    windowMinutes: 5,
    threshold: 0.05,
    recoveryThreshold: 0.02,
    minInvocations: 20,
    severity: 'critical',
    channelId: channel.id,
  });
});
afterEach(async () => {
  await settings.close();
  await receiver.close();
  database.remove();
});

/** Decides and commits, and does nothing after it: what a process leaves that is killed before it sends. */
async function decide(from: OpenSettings): Promise<void> {
  await evaluateOnce({
    rules: from,
    memory: from.memory,
    reader: figures.reader,
    baseUrl: 'http://localhost:3000',
    now: () => clock,
    random: randomBytes,
    warn: () => undefined,
  });
  clock += 15_000;
}

/** A process that starts on what another one left, and delivers. */
async function nextProcess(): Promise<OpenSettings> {
  const own = await openSettings({ databaseFile: database.file, now: () => clock });
  const alerts = createAlerts({
    config: { publicUrl: null, host: '127.0.0.1', port: 3000, allowPrivateWebhooks: true },
    settings: own,
    reader: figures.reader,
    log: { info: () => undefined, warn: () => undefined },
    now: () => clock,
  });
  await alerts.deliverNow();
  await alerts.stop();
  return own;
}

const types = () => receiver.received.map(({ body }) => JSON.parse(body).type);

it('delivers every transition once after deaths between decision and sending', async () => {
  for (let episode = 1; episode <= 5; episode += 1) {
    figures.set(100, 50);
    await decide(settings);
    await decide(settings);
    await (await nextProcess()).close();
    figures.set(100, 0);
    for (let step = 0; step < 3; step += 1) await decide(settings);
    await (await nextProcess()).close();
    expect(types().slice(-2)).toEqual(['alert.firing', 'alert.resolved']);
    expect(receiver.received).toHaveLength(2 * episode);
  }
  const ids = receiver.received.map(({ headers }) => headers['webhook-id']);
  expect(new Set(ids).size).toBe(10);
});

it('decides again, once, when the process died in the middle of the decision', async () => {
  const db = openDatabase(database.file);
  figures.set(100, 50);
  await decide(settings);
  for (const table of ['outbox', 'incident', 'rule_state']) {
    db.exec(
      `CREATE TRIGGER dead BEFORE ${table === 'rule_state' ? 'UPDATE' : 'INSERT'} ON ${table}
       BEGIN SELECT RAISE(ABORT, 'killed here'); END`,
    );
    await expect(decide(settings)).rejects.toThrow();
    db.exec('DROP TRIGGER dead');
    expect(await settings.memory.listStates()).toMatchObject([{ status: 'pending' }]);
    expect((await settings.listIncidents({ limit: 9 })).items).toEqual([]);
    expect(await settings.outbox.dueChannels()).toEqual([]);
  }
  db.close();
  await decide(settings);
  await decide(settings);
  await (await nextProcess()).close();
  expect(types()).toEqual(['alert.firing']);
  expect((await settings.listIncidents({ limit: 9 })).items).toHaveLength(1);
});
