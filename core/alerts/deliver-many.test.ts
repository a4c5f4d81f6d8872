import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { openDatabase } from '../database/open';
import { newDatabase } from '../database/testing';
import { sampleSettings } from '../model/channels/testing/samples';
import { type OpenSettings, openSettings } from '../settings/index';
import type { ChannelInput } from '../settings/settings';
import { createDeliverer, type Deliverer } from './deliver';
import { type Receiver, startReceiver, webhookTo } from './testing';

let database: ReturnType<typeof newDatabase>;
let settings: OpenSettings;
let deliverer: Deliverer;
let clock = 0;
let answer = 200;
let receiver: Receiver;

beforeEach(async () => {
  clock = Date.now();
  answer = 200;
  database = newDatabase();
  settings = await openSettings({ databaseFile: database.file, now: () => clock });
  receiver = await startReceiver((response) => response.writeHead(answer).end('no'));
  deliverer = newDeliverer();
});
afterEach(async () => {
  await deliverer.stop(0);
  await settings.close();
  await receiver.close();
  database.remove();
});

function newDeliverer(): Deliverer {
  return createDeliverer({
    outbox: settings.outbox,
    connect: { allowPrivate: true, timeoutMs: 2000 },
    baseUrl: 'http://localhost:3000',
    now: () => clock,
    random: () => 0,
    warn: () => undefined,
  });
}

type Kind = 'alert.firing' | 'alert.resolved';

async function queue(channelId: string, incidentIds: readonly string[], kind: Kind = 'alert.firing') {
  const changes = incidentIds.map((incidentId) => ({
    ruleId: 'r',
    groupKey: incidentId,
    state: null,
    message: {
      kind,
      channelId,
      incidentId,
      data: {
        id: incidentId,
        status: kind.replace('alert.', ''),
        rule: { name: 'Errors', severity: 'critical' },
        message: `${incidentId} fails`,
      },
    },
  }));
  await settings.memory.commit(changes, clock);
}

async function deliverAt(ms: number): Promise<void> {
  clock += ms;
  await deliverer.pump();
  await deliverer.idle();
}

const make = async (input: ChannelInput) => (await settings.createChannel(input)).channel.id;
const bodies = () => receiver.received.map(({ body }) => JSON.parse(body));
const many = (count: number) => Array.from({ length: count }, (_, index) => `inc_${index}`);
const pagerduty = (): ChannelInput => ({
  name: 'pager',
  type: 'pagerduty',
  settings: sampleSettings(receiver.url).pagerduty,
  enabled: true,
});

describe('many alerts at once', () => {
  it('are at most 3 messages in 5 minutes for 500 functions, and each alert is told once', async () => {
    const channelId = await make(webhookTo(receiver));
    const all = many(500);
    await queue(channelId, all.slice(0, 1));
    await deliverAt(0);
    await queue(channelId, all.slice(1, 200));
    await deliverAt(1000);
    await queue(channelId, all.slice(200));
    for (let second = 0; second < 290; second += 10) await deliverAt(10_000);
    expect(receiver.received.length).toBeLessThanOrEqual(3);
    for (let second = 0; second < 400; second += 10) await deliverAt(10_000);
    const told = bodies().map(({ type, data }) => (type === 'alert.digest' ? data.firing : 1));
    expect(told.reduce((sum, count) => sum + count, 0)).toBe(500);
    const [, digest] = bodies();
    expect(digest).toMatchObject({ type: 'alert.digest', data: { url: 'http://localhost:3000/alerts' } });
    expect(digest.data.alerts).toHaveLength(20);
    expect(digest.data.more).toBe(digest.data.firing - 20);
  });

  it('are sent again under the same id when the process died after it merged them', async () => {
    const channelId = await make(webhookTo(receiver));
    await queue(channelId, many(5));
    const db = openDatabase(database.file);
    db.exec("CREATE TRIGGER dead BEFORE INSERT ON delivery BEGIN SELECT RAISE(ABORT, 'killed here'); END");
    await deliverAt(0);
    db.exec('DROP TRIGGER dead');
    db.close();
    deliverer = newDeliverer();
    await queue(channelId, ['inc_new']);
    await deliverAt(0);
    const ids = receiver.received.map(({ headers }) => headers['webhook-id']);
    expect(ids[1]).toBe(ids[0]);
    expect(receiver.received[1]?.body).toBe(receiver.received[0]?.body);
    expect(bodies().map(({ type }) => type)).toEqual(['alert.digest', 'alert.digest', 'alert.firing']);
  });

  it('stay whole when the process dies while it merges them', async () => {
    const channelId = await make(webhookTo(receiver));
    await queue(channelId, many(5));
    const db = openDatabase(database.file);
    db.exec("CREATE TRIGGER dead BEFORE INSERT ON outbox BEGIN SELECT RAISE(ABORT, 'killed here'); END");
    await deliverAt(0);
    expect(receiver.received).toHaveLength(0);
    db.exec('DROP TRIGGER dead');
    db.close();
    await deliverAt(0);
    expect(bodies()).toMatchObject([{ type: 'alert.digest', data: { firing: 5 } }]);
  });

  it('open one incident of PagerDuty, which is resolved when the last of them is', async () => {
    const channelId = await make(pagerduty());
    await queue(channelId, many(3));
    await deliverAt(0);
    await queue(channelId, ['inc_0', 'inc_1'], 'alert.resolved');
    await deliverAt(60_000);
    await queue(channelId, ['inc_2'], 'alert.resolved');
    await deliverAt(60_000);
    await queue(channelId, ['inc_alone']);
    await deliverAt(60_000);
    const storm = `storm_${channelId}`;
    expect(bodies().map(({ event_action, dedup_key }) => [event_action, dedup_key])).toEqual([
      ['trigger', storm],
      ['trigger', storm],
      ['resolve', storm],
      ['trigger', 'inc_alone'],
    ]);
  });

  it('wait for one message when the channel wants a digest', async () => {
    const channelId = await make({ ...webhookTo(receiver), digestMinutes: 15 });
    await queue(channelId, ['inc_1']);
    await deliverAt(0);
    await deliverAt(10 * 60_000);
    await queue(channelId, ['inc_2']);
    await deliverAt(0);
    expect(receiver.received).toHaveLength(0);
    await deliverAt(5 * 60_000);
    expect(bodies()).toMatchObject([{ type: 'alert.digest', data: { firing: 2 } }]);
  });
});

describe('a chat that was not reached', () => {
  it('is told that it is over, not that it began', async () => {
    const channelId = await make({
      name: 'chat',
      type: 'ntfy',
      settings: sampleSettings(receiver.url).ntfy,
      enabled: true,
    });
    answer = 503;
    await queue(channelId, ['inc_1']);
    await deliverAt(0);
    answer = 200;
    await queue(channelId, ['inc_1'], 'alert.resolved');
    await deliverAt(1000);
    await deliverAt(3_600_000);
    expect(bodies().map(({ title }) => title)).toEqual(['FIRING: Errors', 'RESOLVED: Errors']);
  });

  it('is given up after two hours, and at once when it refuses', async () => {
    const channelId = await make({
      name: 'chat',
      type: 'slack',
      settings: { url: receiver.url },
      enabled: true,
    });
    answer = 503;
    await queue(channelId, ['inc_1']);
    for (let step = 0; step < 20; step += 1) await deliverAt(3_600_000);
    expect(receiver.received).toHaveLength(7);
    answer = 400;
    await queue(channelId, ['inc_2']);
    for (let step = 0; step < 5; step += 1) await deliverAt(3_600_000);
    expect(receiver.received).toHaveLength(8);
    const [last] = (await settings.listDeliveries({ limit: 1 })).items;
    expect(last).toMatchObject({ error: 'answered 400: not tried again', httpStatus: 400 });
  });
});
