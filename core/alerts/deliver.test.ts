import type { ServerResponse } from 'node:http';
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
const receivers: Receiver[] = [];

function newDeliverer(timeoutMs = 1000): Deliverer {
  return createDeliverer({
    outbox: settings.outbox,
    connect: { allowPrivate: true, timeoutMs },
    baseUrl: 'http://localhost:3000',
    now: () => clock,
    random: () => 0,
    warn: () => undefined,
  });
}

beforeEach(async () => {
  clock = Date.now();
  database = newDatabase();
  settings = await openSettings({ databaseFile: database.file, now: () => clock });
  deliverer = newDeliverer();
});
afterEach(async () => {
  await deliverer.stop(0);
  await settings.close();
  await Promise.all(receivers.splice(0).map((receiver) => receiver.close()));
  database.remove();
});

async function receiver(answer?: Parameters<typeof startReceiver>[0]): Promise<Receiver> {
  const one = await startReceiver(answer);
  receivers.push(one);
  return one;
}

async function channelTo(target: Receiver): Promise<string> {
  return (await settings.createChannel(webhookTo(target))).channel.id;
}

/** Queues a message as the alert loop does. */
async function queue(
  channelId: string,
  incidentId: string,
  kind: 'alert.firing' | 'alert.resolved' = 'alert.firing',
) {
  const data = { id: incidentId, status: kind.replace('alert.', ''), rule: { name: 'Errors' } };
  const message = { kind, channelId, incidentId, data };
  await settings.memory.commit([{ ruleId: 'r', groupKey: incidentId, state: null, message }], clock);
  clock += 1;
}

async function deliverAt(ms: number): Promise<void> {
  clock += ms;
  await deliverer.pump();
  await deliverer.idle();
}

const attempts = async () => (await settings.listDeliveries({ limit: 100 })).items.toReversed();
const ids = (target: Receiver) => target.received.map(({ headers }) => headers['webhook-id']);
const typesAt = (target: Receiver) => target.received.map(({ body }) => JSON.parse(body).type);

describe('delivery', () => {
  it('tries again on schedule under the same id until it succeeds', async () => {
    let status = 500;
    const target = await receiver((response) => response.writeHead(status).end('no'));
    await queue(await channelTo(target), 'inc_1');
    await deliverAt(0);
    await deliverAt(4900);
    expect(target.received).toHaveLength(1);
    await deliverAt(100);
    expect(target.received).toHaveLength(2);
    await deliverAt(5 * 60_000 - 1);
    expect(target.received).toHaveLength(2);
    status = 204;
    await deliverAt(1);
    expect(new Set(ids(target)).size).toBe(1);
    expect(new Set(target.received.map(({ body }) => body)).size).toBe(1);
    expect((await attempts()).map(({ attempt, ok, httpStatus }) => [attempt, ok, httpStatus])).toEqual([
      [1, false, 500],
      [2, false, 500],
      [3, true, 204],
    ]);
    await deliverAt(48 * 3_600_000);
    expect(target.received).toHaveLength(3);
  });

  it('gives up after ten attempts and no more', async () => {
    const target = await receiver((response) => response.writeHead(500).end());
    await queue(await channelTo(target), 'inc_1');
    for (let step = 0; step < 20; step += 1) await deliverAt(6 * 3_600_000);
    expect(target.received).toHaveLength(10);
    expect(await settings.outbox.dueChannels()).toEqual([]);
  });

  it('waits as long as the endpoint asks', async () => {
    const target = await receiver((response) => response.writeHead(429, { 'retry-after': '600' }).end());
    await queue(await channelTo(target), 'inc_1');
    await deliverAt(0);
    await deliverAt(599_000);
    expect(target.received).toHaveLength(1);
    await deliverAt(1000);
    expect(target.received).toHaveLength(2);
  });

  it('sends an endpoint that asks to wait nothing else meanwhile, for five minutes at most, and others all they get', async () => {
    const target = await receiver((response) => response.writeHead(429, { 'retry-after': '600' }).end());
    const other = await receiver();
    const [channelId, otherId] = [await channelTo(target), await channelTo(other)];
    await queue(channelId, 'inc_1');
    await deliverAt(0);
    await queue(channelId, 'inc_2');
    await queue(otherId, 'inc_2');
    await deliverAt(1000);
    expect([target, other].map(({ received }) => received.length)).toEqual([1, 1]);
    await deliverAt(298_000);
    expect(target.received).toHaveLength(1);
    await deliverAt(2000);
    expect(target.received).toHaveLength(2);
  });

  it('holds nothing back for an endpoint that asked before the clock was set back', async () => {
    const target = await receiver((response) => response.writeHead(429, { 'retry-after': '600' }).end());
    const channelId = await channelTo(target);
    await queue(channelId, 'inc_1');
    await deliverAt(0);
    clock -= 3_600_000;
    await queue(channelId, 'inc_2');
    await deliverAt(0);
    expect(target.received).toHaveLength(2);
  });

  it('turns the channel off when the endpoint says that it is gone, and sends it nothing more', async () => {
    const target = await receiver((response) => response.writeHead(410).end());
    const channelId = await channelTo(target);
    await queue(channelId, 'inc_1');
    await deliverAt(0);
    expect((await settings.getChannel(channelId)).enabled).toBe(false);
    await queue(channelId, 'inc_2');
    await deliverAt(0);
    expect(target.received).toHaveLength(1);
    expect((await attempts()).at(-1)).toMatchObject({
      ok: false,
      error: 'not sent: the channel is turned off',
    });
    expect(await settings.outbox.dueChannels()).toEqual([]);
  });

  it('holds a resolved message back until the firing one has arrived', async () => {
    let status = 500;
    const target = await receiver((response) => response.writeHead(status).end());
    const channelId = await channelTo(target);
    await queue(channelId, 'inc_1');
    await deliverAt(0);
    await queue(channelId, 'inc_1', 'alert.resolved');
    await queue(channelId, 'inc_2');
    await deliverAt(0);
    expect(typesAt(target)).toEqual(['alert.firing', 'alert.firing']);
    status = 200;
    await deliverAt(5000);
    expect(typesAt(target).slice(2)).toEqual(['alert.firing', 'alert.firing', 'alert.resolved']);
    expect(new Set(ids(target)).size).toBe(3);
  });

  it('sends at most four messages to a channel at a time, and one that hangs delays no other', async () => {
    // No message is given up while the others arrive, however slow the machine is.
    deliverer = newDeliverer(600_000);
    const waiting: ServerResponse[] = [];
    let answered = 0;
    let most = 0;
    const slow = await receiver((response) => {
      waiting.push(response);
      most = Math.max(most, waiting.length);
      if (waiting.length !== Math.min(4, 9 - answered)) return;
      // All that may be there are; one too many would come meanwhile.
      setTimeout(() => {
        answered += waiting.length;
        for (const one of waiting.splice(0)) one.end();
      }, 60);
    });
    const hanging = await receiver(() => undefined);
    const quick = await receiver();
    const [hangingId, slowId, quickId] = [
      await channelTo(hanging),
      await channelTo(slow),
      await channelTo(quick),
    ];
    for (let index = 0; index < 9; index += 1) {
      await settings.testChannel(hangingId);
      await settings.testChannel(slowId);
    }
    await queue(quickId, 'inc_q');
    await deliverer.pump();
    while (slow.received.length < 9 || quick.received.length < 1) {
      await new Promise((resolve) => setTimeout(resolve, 10));
    }
    expect(most).toBe(4);
    expect(hanging.received).toHaveLength(4);
  });

  it('sends again under the same id when the process died before it noted the answer', async () => {
    const target = await receiver();
    await queue(await channelTo(target), 'inc_1');
    const db = openDatabase(database.file);
    db.exec("CREATE TRIGGER dead BEFORE INSERT ON delivery BEGIN SELECT RAISE(ABORT, 'killed here'); END");
    await deliverAt(0);
    await deliverAt(5000);
    expect(target.received).toHaveLength(1);
    db.exec('DROP TRIGGER dead');
    db.close();
    deliverer = newDeliverer();
    await deliverAt(0);
    expect(ids(target)).toHaveLength(2);
    expect(new Set(ids(target)).size).toBe(1);
    expect(await attempts()).toMatchObject([{ attempt: 1, ok: true }]);
  });

  it('notes an answer again, without sending again, when another program held the database', async () => {
    await settings.close();
    settings = await openSettings({ databaseFile: database.file, now: () => clock, busyTimeoutMs: 50 });
    deliverer = newDeliverer();
    const other = openDatabase(database.file);
    const target = await receiver((response) => {
      other.exec('BEGIN IMMEDIATE');
      response.end();
      setTimeout(() => other.exec('ROLLBACK'), 200);
    });
    await queue(await channelTo(target), 'inc_1');
    await deliverAt(0);
    other.close();
    expect(target.received).toHaveLength(1);
    expect(await attempts()).toMatchObject([{ attempt: 1, ok: true }]);
    expect(await settings.outbox.dueChannels()).toEqual([]);
  });

  it('is cut by a stop without counting the attempt', async () => {
    const target = await receiver(() => undefined);
    await queue(await channelTo(target), 'inc_1');
    await deliverer.pump();
    while (target.received.length === 0) await new Promise((resolve) => setTimeout(resolve, 5));
    await deliverer.stop(10);
    expect(await attempts()).toEqual([]);
    expect(await settings.outbox.dueChannels()).toHaveLength(1);
  });

  it('sends a test message once and a delivery again when asked, under its old id', async () => {
    let status = 500;
    const target = await receiver((response) => response.writeHead(status).end('<b>no</b>'));
    const channelId = await channelTo(target);
    const { messageId } = await settings.testChannel(channelId);
    await deliverAt(0);
    await deliverAt(3_600_000);
    expect(ids(target)).toEqual([messageId]);
    expect(JSON.parse(target.received[0]?.body ?? '')).toMatchObject({
      type: 'alert.test',
      data: { channel: { id: channelId } },
    });
    const [delivery] = await attempts();
    expect(delivery).toMatchObject({
      messageId,
      channelId,
      ok: false,
      snippet: '<b>no</b>',
      error: 'answered 500',
    });
    status = 200;
    await settings.resendDelivery(delivery?.id ?? '');
    await deliverAt(0);
    expect(ids(target)).toEqual([messageId, messageId]);
    expect((await attempts()).at(-1)).toMatchObject({ ok: true });
    await expect(settings.resendDelivery('dlv_none')).rejects.toMatchObject({ code: 'not_found' });
  });
});
