import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { openDatabase } from '../database/open';
import { newDatabase } from '../database/testing';
import { type OpenSettings, openSettings } from '../settings/index';
import { createDeliverer, type Deliverer } from './deliver';
import { type Receiver, startReceiver, webhookTo } from './testing';

let database: ReturnType<typeof newDatabase>;
let settings: OpenSettings;
let deliverer: Deliverer;
let clock = 0;
let answer = 500;
let first: Receiver;
let second: Receiver;

beforeEach(async () => {
  clock = Date.now();
  answer = 500;
  database = newDatabase();
  settings = await openSettings({ databaseFile: database.file, now: () => clock });
  first = await startReceiver((response) => response.writeHead(answer).end('no'));
  second = await startReceiver();
  deliverer = createDeliverer({
    outbox: settings.outbox,
    connect: { allowPrivate: true, timeoutMs: 2000 },
    baseUrl: 'http://localhost:3000',
    now: () => clock,
    random: () => 0,
    warn: () => undefined,
  });
});
afterEach(async () => {
  await deliverer.stop(0);
  await settings.close();
  await first.close();
  await second.close();
  database.remove();
});

async function queue(channelId: string, incidentId: string, kind: 'alert.firing' | 'alert.resolved') {
  const data = {
    id: incidentId,
    status: kind.replace('alert.', ''),
    rule: { name: 'Errors' },
    message: 'much fails',
  };
  const message = { kind, channelId, incidentId, data };
  await settings.memory.commit([{ ruleId: 'r', groupKey: incidentId, state: null, message }], clock);
}

async function deliverAt(ms: number): Promise<void> {
  clock += ms;
  await deliverer.pump();
  await deliverer.idle();
}

const typesAt = (receiver: Receiver) => receiver.received.map(({ body }) => JSON.parse(body).type);
const notes = async () => (await settings.listDeliveries({ limit: 50 })).items.map(({ note }) => note);

async function pair() {
  const { channel: fallback } = await settings.createChannel(webhookTo(second, 'fallback'));
  const { channel } = await settings.createChannel({ ...webhookTo(first), fallbackId: fallback.id });
  return { id: channel.id, fallbackId: fallback.id };
}

describe('a channel that fails', () => {
  it('is called failing after three attempts, and well again after one success', async () => {
    const { channel } = await settings.createChannel(webhookTo(first));
    const failing = async () => (await settings.getChannel(channel.id)).failing;
    await queue(channel.id, 'inc_1', 'alert.firing');
    const began = clock;
    await deliverAt(0);
    await deliverAt(5000);
    expect(await failing()).toBe(false);
    await deliverAt(5 * 60_000);
    expect(await settings.getChannel(channel.id)).toMatchObject({
      failing: true,
      failingSince: began,
      lastError: 'answered 500',
    });
    answer = 200;
    await deliverAt(30 * 60_000);
    expect(await settings.getChannel(channel.id)).toMatchObject({
      failing: false,
      failingSince: null,
      lastError: null,
    });
  });

  it('is called failing at once when its endpoint is gone', async () => {
    answer = 410;
    const { channel } = await settings.createChannel(webhookTo(first));
    await queue(channel.id, 'inc_1', 'alert.firing');
    await deliverAt(0);
    expect(await settings.getChannel(channel.id)).toMatchObject({ failing: true, enabled: false });
  });

  it('counts as failing to deliver alerts, but a test that fails does not', async () => {
    answer = 410;
    const { channel } = await settings.createChannel(webhookTo(first));
    const { channel: tested } = await settings.createChannel(webhookTo(first, 'tested'));
    await settings.testChannel(tested.id);
    await deliverAt(0);
    expect(await settings.memory.countFailedMessages(clock - 60_000)).toBe(0);
    await queue(channel.id, 'inc_1', 'alert.firing');
    await deliverAt(0);
    expect(await settings.memory.countFailedMessages(clock - 60_000)).toBe(1);
  });

  it('hands on what it cannot be sent because its secrets do not open, and says so instead of trying each second', async () => {
    const { id } = await pair();
    const db = openDatabase(database.file);
    db.prepare("UPDATE channel SET settings = 'sealed:v1:AAAA' WHERE id = ?").run(id);
    db.close();
    await queue(id, 'inc_1', 'alert.firing');
    for (const ms of [0, 1000, 1000, 3000, 5 * 60_000, 0]) await deliverAt(ms);
    expect(typesAt(second)).toEqual(['alert.firing']);
    const { items } = await settings.listDeliveries({ limit: 50, channelId: id });
    expect(items.map(({ attempt, ok }) => [attempt, ok])).toEqual([
      [3, false],
      [2, false],
      [1, false],
    ]);
    expect(items[0]?.error).toMatch(/^not sent: the secret of channel \w+ was sealed with another key/);
  });

  it('hands a message to its fallback after three attempts, once, and what follows in the incident', async () => {
    const { id } = await pair();
    await queue(id, 'inc_1', 'alert.firing');
    await deliverAt(0);
    await deliverAt(5000);
    expect(second.received).toHaveLength(0);
    await deliverAt(5 * 60_000);
    await deliverAt(0);
    expect(typesAt(second)).toEqual(['alert.firing']);
    expect(await notes()).toContain('in place of a channel that failed');
    answer = 200;
    await deliverAt(30 * 60_000);
    await queue(id, 'inc_1', 'alert.resolved');
    await deliverAt(0);
    await deliverAt(0);
    expect(typesAt(first).slice(-2)).toEqual(['alert.firing', 'alert.resolved']);
    expect(typesAt(second)).toEqual(['alert.firing', 'alert.resolved']);
    await queue(id, 'inc_2', 'alert.firing');
    await deliverAt(60_000);
    expect(second.received).toHaveLength(2);
  });

  it('hands over at once what it will never deliver, and what comes while it is off', async () => {
    const { id } = await pair();
    answer = 410;
    await queue(id, 'inc_1', 'alert.firing');
    await deliverAt(0);
    await deliverAt(0);
    await queue(id, 'inc_2', 'alert.firing');
    await deliverAt(60_000);
    await deliverAt(0);
    expect(typesAt(second)).toEqual(['alert.firing', 'alert.firing']);
    expect(first.received).toHaveLength(1);
  });

  it('does not pass a message to and fro between two channels that both fail', async () => {
    const { id, fallbackId } = await pair();
    await settings.updateChannel(fallbackId, { ...webhookTo(first, 'fallback'), fallbackId: id });
    await queue(id, 'inc_1', 'alert.firing');
    for (let step = 0; step < 40; step += 1) await deliverAt(6 * 3_600_000);
    expect(first.received).toHaveLength(20);
  });

  it('does not bother its fallback with test messages', async () => {
    const { id } = await pair();
    await settings.testChannel(id);
    await deliverAt(0);
    await deliverAt(0);
    expect(second.received).toHaveLength(0);
  });
});

describe('a template that was broken after it was saved', () => {
  it('does not keep the alert back, and the delivery says what was sent instead', async () => {
    const { channel } = await settings.createChannel({ ...webhookTo(first), type: 'slack' });
    const db = openDatabase(database.file);
    db.prepare(
      "UPDATE channel SET title_template = '{{gone}}', text_template = 'Call {{labels.team}}'",
    ).run();
    db.close();
    answer = 200;
    await queue(channel.id, 'inc_1', 'alert.firing');
    await deliverAt(0);
    const sent = JSON.parse(first.received[0]?.body ?? '');
    expect([sent.text, sent.attachments[0].blocks[1].text.text]).toEqual(['FIRING: Errors', 'Call ']);
    expect(await notes()).toEqual([expect.stringMatching(/^sent with the default title: .*\{\{gone\}\}/)]);
  });
});

describe('an incident that lasts', () => {
  async function open(channelId: string): Promise<void> {
    const db = openDatabase(database.file);
    const columns = db.pragma('table_info(incident)') as readonly {
      name: string;
      type: string;
      notnull: number;
      dflt_value: unknown;
    }[];
    const known: Record<string, unknown> = {
      id: 'inc_1',
      status: 'firing',
      channel_id: channelId,
      labels: '{}',
      starts_at: new Date(clock).toISOString().replace('Z', '+00:00'),
    };
    const needed = columns.filter(
      ({ name, notnull, dflt_value }) => name in known || (notnull === 1 && dflt_value === null),
    );
    const value = ({ name, type }: { name: string; type: string }) =>
      known[name] ?? (type === 'TEXT' ? '' : 0);
    db.prepare(
      `INSERT INTO incident (${needed.map(({ name }) => name).join()}) VALUES (${needed.map(() => '?').join()})`,
    ).run(...needed.map(value));
    db.close();
    await queue(channelId, 'inc_1', 'alert.firing');
  }

  it('is told again after the repeat interval, until it is resolved', async () => {
    answer = 200;
    const { channel } = await settings.createChannel({ ...webhookTo(first), repeatMinutes: 60 });
    await open(channel.id);
    await deliverAt(0);
    for (let minute = 0; minute < 125; minute += 1) await deliverAt(60_000);
    const told = first.received.map(({ body }) => JSON.parse(body).data);
    expect(told.map(({ repeat }) => repeat)).toEqual([undefined, 1, 2]);
    expect(told[2].message).toMatch(/^Still firing since [\d-]+T[\d:.]+Z\. much fails$/);
    const db = openDatabase(database.file);
    db.exec("UPDATE incident SET status = 'resolved'");
    db.close();
    for (let minute = 0; minute < 125; minute += 1) await deliverAt(60_000);
    expect(first.received).toHaveLength(3);
  });

  it('is told once by a channel without one', async () => {
    answer = 200;
    const { channel } = await settings.createChannel({ ...webhookTo(first), repeatMinutes: 0 });
    await open(channel.id);
    for (let hour = 0; hour < 20; hour += 1) await deliverAt(3_600_000);
    expect(first.received).toHaveLength(1);
  });
});
