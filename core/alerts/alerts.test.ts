import { Webhook } from 'standardwebhooks';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { openDatabase } from '../database/open';
import { newDatabase } from '../database/testing';
import { type OpenSettings, openSettings } from '../settings/index';
import type { RuleInput } from '../settings/settings';
import { type Alerts, createAlerts } from './alerts';
import { FUNCTION_ID, type Receiver, settableFigures, startReceiver } from './testing';

let database: ReturnType<typeof newDatabase>;
let settings: OpenSettings;
let receiver: Receiver;
let alerts: Alerts;
let secret = '';
let channelId = '';
let clock = 0;
const figures = settableFigures();

const RULE: RuleInput = {
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
  channelId: null,
};

async function open(): Promise<void> {
  settings = await openSettings({ databaseFile: database.file, now: () => clock });
  alerts = createAlerts({
    config: { publicUrl: null, host: '127.0.0.1', port: 3000, allowPrivateWebhooks: true },
    settings,
    reader: figures.reader,
    log: { info: () => undefined, warn: () => undefined },
    now: () => clock,
  });
}

beforeEach(async () => {
  clock = Date.now();
  figures.clear();
  database = newDatabase();
  receiver = await startReceiver();
  await open();
  const made = await settings.createChannel({ name: 'ops', url: receiver.url, enabled: true });
  secret = made.secret;
  channelId = made.channel.id;
});
afterEach(async () => {
  await alerts.stop();
  await settings.close();
  await receiver.close();
  database.remove();
});

/** Evaluates the given number of times, 15 s apart. */
async function rounds(count: number): Promise<void> {
  for (let index = 0; index < count; index += 1) {
    await alerts.evaluateNow();
    clock += 15_000;
  }
}

const messages = () => receiver.received.map(({ body }) => JSON.parse(body));
const types = () => messages().map(({ type }) => type);
const incidents = async () => (await settings.listIncidents({ limit: 100 })).items;

describe('the alert loop', () => {
  it('fires, tells what is wrong with a verifiable message, and resolves', async () => {
    const rule = await settings.createRule({ ...RULE, channelId });
    figures.set(812, 60);
    await rounds(2);
    await alerts.deliverNow();
    expect(types()).toEqual(['alert.firing']);
    const [request] = receiver.received;
    const headers = Object.fromEntries(
      Object.entries(request?.headers ?? {}).map(([name, value]) => [name, String(value)]),
    );
    expect(new Webhook(secret).verify(request?.body ?? '', headers)).toMatchObject({
      type: 'alert.firing',
      data: {
        rule: { id: rule.id, name: 'Error rate', severity: 'critical' },
        status: 'firing',
        reason: 'threshold',
        function: { id: FUNCTION_ID, name: 'checkout', environment: 'production' },
        labels: { function: 'checkout', environment: 'production', region: 'eu-west-1' },
        value: 7.39,
        threshold: 5,
        unit: '%',
        window: '5m',
        samples: 812,
        ends_at: null,
        example_traces: ['a'.repeat(32)],
      },
    });
    const url = new URL(messages()[0].data.url);
    expect(url.origin + url.pathname).toBe(`http://127.0.0.1:3000/functions/${FUNCTION_ID}`);
    const asked = figures.asked.at(-1) as { range: { fromMs: number; toMs: number } };
    expect(Date.parse(url.searchParams.get('from') ?? '')).toBe(asked.range.fromMs);
    expect(Date.parse(url.searchParams.get('to') ?? '')).toBe(asked.range.toMs);
    expect(await incidents()).toMatchObject([{ status: 'firing', endsAt: null, samples: 812 }]);

    figures.set(812, 0);
    await rounds(3);
    await alerts.deliverNow();
    expect(types()).toEqual(['alert.firing', 'alert.resolved']);
    expect(messages()[1].data).toMatchObject({ id: messages()[0].data.id, reason: 'recovered', value: 0 });
    expect(await incidents()).toMatchObject([{ status: 'resolved', reason: 'recovered' }]);
    expect(await settings.memory.listStates()).toEqual([]);
  });

  it('watches each function on its own, and only those of the rule', async () => {
    await settings.createRule({ ...RULE, environment: 'production' });
    await settings.createRule({ ...RULE, functionId: '0000000000000002' });
    figures.set(100, 50, '0000000000000001', 'a', 'production');
    figures.set(100, 50, '0000000000000002', 'b', 'staging');
    figures.set(100, 0, '0000000000000003', 'c', 'production');
    figures.asked.length = 0;
    await rounds(2);
    expect((await incidents()).map(({ labels }) => labels.function).sort()).toEqual(['a', 'b']);
    expect(figures.asked).toHaveLength(2);
  });

  it('resolves what a changed, disabled or deleted rule has left open, to the channel that was told', async () => {
    const other = await settings.createChannel({
      name: 'other',
      url: `${receiver.url}&other`,
      enabled: true,
    });
    const endings: [string, (id: string) => Promise<unknown>][] = [
      ['rule_deleted', (id) => settings.deleteRule(id)],
      [
        'rule_changed',
        (id) => settings.updateRule(id, { ...RULE, enabled: false, channelId: other.channel.id }),
      ],
      ['rule_changed', (id) => settings.updateRule(id, { ...RULE, environment: 'staging', channelId })],
      ['rule_changed', (id) => settings.updateRule(id, { ...RULE, functionId: 'f'.repeat(16), channelId })],
    ];
    figures.set(100, 50);
    for (const [reason, end] of endings) {
      const rule = await settings.createRule({ ...RULE, channelId });
      await rounds(2);
      await end(rule.id);
      await rounds(1);
      await alerts.deliverNow();
      expect(messages().at(-1)).toMatchObject({
        type: 'alert.resolved',
        data: { reason, rule: { id: rule.id } },
      });
      expect(receiver.received.at(-1)?.path).not.toContain('other');
      clock += 60_000;
    }
    expect(receiver.received).toHaveLength(8);
  });

  it('resolves for lack of data when the function vanishes', async () => {
    await settings.createRule({ ...RULE, windowMinutes: 1, channelId });
    figures.set(100, 50);
    await rounds(2);
    figures.clear();
    await rounds(11);
    expect((await incidents())[0]?.status).toBe('firing');
    await rounds(5);
    expect(await incidents()).toMatchObject([{ status: 'resolved', reason: 'no_data' }]);
  });

  it('does not change anything when the figures cannot be read', async () => {
    await settings.createRule(RULE);
    figures.set(100, 50);
    await rounds(2);
    const before = await settings.memory.listStates();
    const read = figures.reader.functions;
    figures.reader.functions = () => Promise.reject(new Error('timeout'));
    await expect(alerts.evaluateNow()).rejects.toThrow('timeout');
    figures.reader.functions = read;
    expect(await settings.memory.listStates()).toEqual(before);
    expect((await incidents())[0]?.status).toBe('firing');
  });

  it('goes on where it was after a restart in any state', async () => {
    await settings.createRule({ ...RULE, channelId });
    figures.set(100, 50);
    const restart = async () => {
      await alerts.stop();
      await settings.close();
      await open();
    };
    await rounds(1);
    await restart();
    expect(await settings.memory.listStates()).toMatchObject([{ status: 'pending' }]);
    await rounds(1);
    const [incident] = await incidents();
    await restart();
    figures.set(100, 0);
    await rounds(2);
    await restart();
    expect(await settings.memory.listStates()).toMatchObject([
      { status: 'recovering', incidentId: incident?.id },
    ]);
    await rounds(1);
    await alerts.deliverNow();
    expect(types()).toEqual(['alert.firing', 'alert.resolved']);
    expect(await incidents()).toMatchObject([{ id: incident?.id, startsAt: incident?.startsAt }]);
  });

  it('removes deliveries after 30 days', async () => {
    await settings.testChannel(channelId);
    await alerts.deliverNow();
    const deliveries = async () => (await settings.listDeliveries({ limit: 9 })).items;
    expect(await deliveries()).toHaveLength(1);
    clock += 30 * 86_400_000 + 60_000;
    await rounds(1);
    await alerts.stop();
    expect(await deliveries()).toEqual([]);
  });

  it('writes nothing in a quiet round', async () => {
    await settings.createRule(RULE);
    figures.set(100, 0);
    const db = openDatabase(database.file);
    const version = () => db.pragma('data_version', { simple: true });
    await rounds(1);
    const before = version();
    await rounds(20);
    expect(version()).toBe(before);
    db.close();
  });
});
