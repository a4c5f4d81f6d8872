import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { MINUTE_MS } from '../model/time-range';
import { webhookTo } from './testing';
import { ERROR_RATE, type Lab, NOON, openLab } from './testing-lab';

/** A rule that fires at the first bad minute and resolves at the first good one. */
const QUICK = { ...ERROR_RATE, windowMinutes: 1, points: { breaching: 1, of: 1, clear: 1 } };

let lab: Lab;
beforeEach(async () => {
  lab = await openLab();
});
afterEach(() => lab.close());

const incidents = async () => (await lab.settings.listIncidents({ limit: 100 })).items;

describe('messages that are held back', () => {
  const firing = () => lab.pass(1, () => lab.invoke({ errors: 20 }));

  it('go out when the rule is not muted any more, if it still fires', async () => {
    const all = ['mon', 'tue', 'wed', 'thu', 'fri', 'sat', 'sun'] as const;
    const mute = [{ days: [...all], from: '12:00', to: '12:05', timeZone: 'UTC' }];
    await lab.settings.createRule({ ...QUICK, mute, channelId: lab.channelId });
    for (let minute = 0; minute < 4; minute += 1) await firing();
    expect(await incidents()).toMatchObject([{ status: 'firing' }]);
    expect(lab.types()).toEqual([]);
    await firing();
    await firing();
    expect(lab.types()).toEqual(['alert.firing']);
  });

  it('go out when the rule has got a channel, if it still fires, and so does the end', async () => {
    const { id } = await lab.settings.createRule(QUICK);
    await firing();
    await firing();
    expect(await incidents()).toMatchObject([{ status: 'firing' }]);
    await lab.settings.updateRule(id, { ...QUICK, channelId: lab.channelId });
    expect(lab.types()).toEqual([]);
    await firing();
    await firing();
    expect(lab.types()).toEqual(['alert.firing']);
    expect(lab.messages()[0]?.data).toMatchObject({ starts_at: new Date(NOON + MINUTE_MS).toISOString() });
    await lab.pass(1, () => lab.invoke({ ok: 20 }));
    expect(lab.types()).toEqual(['alert.firing', 'alert.resolved']);
  });

  it('are never sent of what came and went while it was snoozed', async () => {
    const snoozedUntil = new Date(lab.now() + 10 * MINUTE_MS).toISOString();
    await lab.settings.createRule({ ...QUICK, snoozedUntil, channelId: lab.channelId });
    await firing();
    await lab.pass(12, () => lab.invoke({ ok: 20 }));
    expect(await incidents()).toMatchObject([{ status: 'resolved' }]);
    expect(lab.types()).toEqual([]);
  });

  it('are reminders, too: what is snoozed while it fires is not repeated before that ends', async () => {
    const { channel } = await lab.settings.createChannel({ ...webhookTo(lab.receiver), repeatMinutes: 5 });
    const { id } = await lab.settings.createRule({ ...QUICK, channelId: channel.id });
    await firing();
    const snoozedUntil = new Date(lab.now() + 12 * MINUTE_MS).toISOString();
    await lab.settings.updateRule(id, { ...QUICK, snoozedUntil, channelId: channel.id });
    for (let minute = 0; minute < 11; minute += 1) await firing();
    expect(lab.types()).toEqual(['alert.firing']);
    for (let minute = 0; minute < 2; minute += 1) await firing();
    expect(lab.types()).toEqual(['alert.firing', 'alert.firing']);
    expect(lab.messages()[1]?.data).toMatchObject({ repeat: 1 });
  });

  it('wait while a rule that it depends on fires', async () => {
    await lab.settings.createRule({ ...QUICK, name: 'Whole service', groupBy: 'all' });
    await lab.settings.createRule({ ...QUICK, dependsOn: ['whole-service'], channelId: lab.channelId });
    await firing();
    await firing();
    expect(await incidents()).toHaveLength(2);
    expect(lab.types()).toEqual([]);
    const [parent] = (await lab.settings.listRules()).filter(({ key }) => key === 'whole-service');
    await lab.settings.updateRule(parent?.id ?? '', {
      ...QUICK,
      name: 'Whole service',
      groupBy: 'all',
      enabled: false,
    });
    await firing();
    await firing();
    expect(lab.types()).toEqual(['alert.firing']);
  });
});
