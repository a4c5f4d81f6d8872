import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { DAY_MS, HOUR_MS, MINUTE_MS } from '../model/time-range';
import { ruleDefinitionSchema } from '../settings/rule-schema';
import { webhookTo } from './testing';
import { ERROR_RATE, type Lab, openLab } from './testing-lab';

/** What people complain about in other alerting, each as a test. */
let lab: Lab;
beforeEach(async () => {
  lab = await openLab();
});
afterEach(() => lab.close());

const USUAL = ruleDefinitionSchema.shape.points.parse(undefined);

const incidents = async () => (await lab.settings.listIncidents({ limit: 500 })).items;

describe('alerts that can be trusted', () => {
  it('stay silent about a function that is idle for a day, unless asked: then tell it once, and once that it is back', async () => {
    const { channel } = await lab.settings.createChannel({
      ...webhookTo({ url: `${lab.receiver.url}&asked` }, 'asked'),
      repeatMinutes: 0,
    });
    await lab.settings.createRule({ ...ERROR_RATE, channelId: lab.channelId });
    await lab.settings.createRule({
      name: 'Errors',
      figure: 'errors',
      condition: { kind: 'threshold', threshold: 2 },
      channelId: lab.channelId,
    });
    const asked = await lab.settings.createRule({
      ...ERROR_RATE,
      name: 'Asked',
      missingData: 'nodata',
      channelId: channel.id,
    });
    await lab.invoke({ ok: 50 });
    await lab.passHours(24);
    expect(lab.receiver.received.map(({ path }) => path.split('&')[1])).toEqual(['asked']);
    expect(lab.types()).toEqual(['alert.no_data']);
    expect(lab.messages()[0]?.data).toMatchObject({ reason: 'no_data', value: null, status: 'firing' });
    expect((await incidents()).map(({ ruleId }) => ruleId)).toEqual([asked.id]);
    await lab.pass(5, () => lab.invoke({ ok: 50 }));
    expect(lab.types()).toEqual(['alert.no_data', 'alert.resolved']);
  });

  it('send at most two messages in an hour in which a value oscillates around the threshold, however often', async () => {
    const halves = [1, 5, 12, 25];
    for (const half of halves) {
      const { channel } = await lab.settings.createChannel({
        ...webhookTo({ url: `${lab.receiver.url}&half=${half}.` }, `half ${half}`),
        repeatMinutes: 0,
      });
      await lab.settings.createRule({
        ...ERROR_RATE,
        name: `Half ${half}`,
        filter: { environment: `half-${half}` },
        windowMinutes: 1,
        points: USUAL,
        channelId: channel.id,
      });
    }
    await lab.pass(60, (minute) =>
      lab.invoke(
        halves.map((half) => {
          const isBad = Math.floor(minute / half) % 2 === 0;
          return { environment: `half-${half}`, ok: isBad ? 18 : 20, errors: isBad ? 2 : 0 };
        }),
      ),
    );
    for (const half of halves) {
      const told = lab.receiver.received.filter(({ path }) => path.endsWith(`&half=${half}.`)).length;
      expect({ half, told, isFew: told >= 1 && told <= 2 }).toMatchObject({ half, isFew: true });
    }
  });

  it('send at most three messages in five minutes when 500 functions fail at once', async () => {
    await lab.settings.createRule({ ...ERROR_RATE, minSamples: 1, channelId: lab.channelId });
    const names = Array.from({ length: 500 }, (_, index) => `fn-${index}`);
    await lab.pass(5, (minute) =>
      lab.invoke(names.map((name, index) => ({ name, errors: minute > 0 || index < 300 ? 1 : 0 }))),
    );
    expect((await incidents()).filter(({ status }) => status === 'firing')).toHaveLength(500);
    expect(lab.types().length).toBeGreaterThan(0);
    expect(lab.types().length).toBeLessThanOrEqual(3);
  });

  it('still alert about a function that runs once an hour', async () => {
    await lab.settings.createRule({
      name: 'Any error',
      figure: 'errors',
      windowMinutes: 60,
      condition: { kind: 'threshold', threshold: 0 },
      channelId: lab.channelId,
    });
    await lab.invoke({ ok: 1 });
    await lab.pass(60);
    await lab.invoke({ errors: 1 });
    await lab.pass(10);
    expect(lab.types()).toEqual(['alert.firing']);
    expect(lab.messages()[0]?.data).toMatchObject({ value: 1, samples: 1 });
  });

  it('name the figure that the linked page shows', async () => {
    await lab.settings.createRule({ ...ERROR_RATE, channelId: lab.channelId });
    await lab.pass(4, () => lab.invoke({ ok: 17, errors: 6, durationMs: 30 }));
    const data = lab.messages()[0]?.data as unknown as { url: string; value: number; samples: number };
    const url = new URL(data.url);
    const functionId = url.pathname.split('/').at(-1) ?? '';
    const instant = (name: string) => Date.parse(url.searchParams.get(name) ?? '');
    const range = { fromMs: instant('from'), toMs: instant('to') };
    const { errorRate, invocations } = await lab.reader.totals({ range, functionId });
    expect(data.value).toBe(Math.round((errorRate ?? 0) * 10_000) / 100);
    expect(data.samples).toBe(invocations);
  });

  it('say why they are closed when the function vanishes while they fire', async () => {
    await lab.settings.createRule({ ...ERROR_RATE, channelId: lab.channelId });
    await lab.pass(3, () => lab.invoke({ errors: 20 }));
    await lab.pass(25);
    expect(lab.types()).toEqual(['alert.firing', 'alert.resolved']);
    expect(lab.messages()[1]?.data).toMatchObject({ reason: 'no_data', status: 'resolved' });
  });

  it('are closed, too, when data is missed of what is gone: a version that was replaced, a function that is not used any more', async () => {
    const quick = { ...ERROR_RATE, windowMinutes: 1, points: { breaching: 1, of: 1, clear: 1 } };
    const asked = { ...quick, channelId: lab.channelId };
    await lab.settings.createRule({ ...asked, name: 'A', groupBy: 'version', missingData: 'nodata' });
    await lab.settings.createRule({ ...asked, name: 'B', groupBy: 'version', missingData: 'fire' });
    const used = await lab.settings.createRule({ ...asked, name: 'C', missingData: 'nodata' });
    await lab.pass(1, () => lab.invoke({ errors: 20, version: '1' }));
    await lab.pass(6, () => lab.invoke({ ok: 20, version: '2' }));
    const byVersion = (await incidents()).filter(({ ruleId }) => ruleId !== used.id);
    expect(byVersion.map(({ ruleName, reason, status }) => [ruleName, reason, status]).sort()).toEqual([
      ['A', 'no_data', 'resolved'],
      ['B', 'no_data', 'resolved'],
    ]);
    const ofFunction = async () =>
      (await incidents())
        .filter(({ ruleId }) => ruleId === used.id)
        .map(({ reason, status }) => [reason, status]);
    await lab.pass(3);
    expect((await ofFunction())[0]).toEqual(['no_data', 'firing']);
    lab.moveTo(lab.now() + 8 * DAY_MS);
    await lab.pass(1);
    expect((await ofFunction())[0]).toEqual(['no_data', 'resolved']);
    await lab.pass(60);
    expect((await incidents()).filter(({ status }) => status === 'firing')).toEqual([]);
  });

  it('change nothing by a restart, whatever state they are in', async () => {
    const at = async () => (await lab.settings.memory.listStates())[0];
    await lab.settings.createRule({ ...ERROR_RATE, windowMinutes: 1, channelId: lab.channelId });
    const steps = [
      { minutes: 1, calls: { errors: 20 }, status: 'pending' },
      { minutes: 1, calls: { errors: 20 }, status: 'firing' },
      { minutes: 2, calls: { ok: 20 }, status: 'recovering' },
    ] as const;
    for (const { minutes, calls, status } of steps) {
      await lab.pass(minutes, () => lab.invoke(calls));
      const before = await at();
      expect(before?.status).toBe(status);
      const incident = (await incidents())[0];
      await lab.restart();
      await lab.evaluate();
      expect(await at()).toEqual(before);
      expect((await incidents())[0]).toEqual(incident);
    }
    await lab.pass(1, () => lab.invoke({ ok: 20 }));
    expect(lab.types()).toEqual(['alert.firing', 'alert.resolved']);
  });

  it('tell each episode once when it begins and once when it ends, and remind on time in between', async () => {
    const { channel } = await lab.settings.createChannel({ ...webhookTo(lab.receiver), repeatMinutes: 20 });
    await lab.settings.createRule({ ...ERROR_RATE, windowMinutes: 1, channelId: channel.id });
    const told: { minute: number; type: string; repeat: unknown }[] = [];
    await lab.pass(60, async (minute) => {
      await lab.invoke(minute < 50 ? { errors: 20 } : { ok: 20 });
      for (const { type, data } of lab.messages().slice(told.length))
        told.push({ minute, type, repeat: (data as { repeat?: number }).repeat });
    });
    expect(told.map(({ type, repeat }) => [type, repeat])).toEqual([
      ['alert.firing', undefined],
      ['alert.firing', 1],
      ['alert.firing', 2],
      ['alert.resolved', undefined],
    ]);
    const [first = 0, second = 0, third = 0] = told.map(({ minute }) => minute);
    for (const gap of [second - first, third - second]) expect(Math.abs(gap - 20)).toBeLessThanOrEqual(1);
  });

  it('show what an endpoint answered also when it said that all is well', async () => {
    await lab.settings.createRule({ ...ERROR_RATE, windowMinutes: 1, channelId: lab.channelId });
    await lab.pass(3, () => lab.invoke({ errors: 20 }));
    const { items } = await lab.settings.listDeliveries({ limit: 5 });
    expect(items).toMatchObject([{ channelId: lab.channelId, ok: true, httpStatus: 200, snippet: 'ok' }]);
  });

  it('catch up what was missed while nothing ran', async () => {
    await lab.settings.createRule({ ...ERROR_RATE, windowMinutes: 1, channelId: lab.channelId });
    await lab.invoke({ ok: 20 });
    await lab.pass(1);
    const start = lab.now() - 30_000;
    await lab.restart();
    for (let minute = 0; minute < 4; minute += 1)
      await lab.invoke({ errors: 20 }, start + minute * MINUTE_MS);
    for (let minute = 4; minute < 9; minute += 1) await lab.invoke({ ok: 20 }, start + minute * MINUTE_MS);
    lab.moveTo(lab.now() + HOUR_MS);
    await lab.evaluate();
    const [incident] = await incidents();
    expect(incident).toMatchObject({ startsAt: start + 2 * MINUTE_MS, endsAt: start + 7 * MINUTE_MS });
    await lab.deliver();
    lab.moveTo(lab.now() + 5000);
    await lab.deliver();
    expect(lab.types().at(-1)).toBe('alert.resolved');
  });
});
