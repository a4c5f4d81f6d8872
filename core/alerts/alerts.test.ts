import { Webhook } from 'standardwebhooks';
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { openDatabase } from '../database/open';
import { FaaslensError } from '../errors';
import { MINUTE_MS } from '../model/time-range';
import { webhookTo } from './testing';
import { ERROR_RATE, type Lab, openLab } from './testing-lab';

/** A rule that fires at the first bad minute and resolves at the first good one. */
const QUICK = { ...ERROR_RATE, windowMinutes: 1, points: { breaching: 1, of: 1, clear: 1 } };

let lab: Lab;
beforeEach(async () => {
  lab = await openLab();
});
afterEach(() => lab.close());

const incidents = async () => (await lab.settings.listIncidents({ limit: 100 })).items;
const states = async () => await lab.settings.memory.listStates();

function sql(text: string): void {
  const db = openDatabase(lab.file);
  db.exec(text);
  db.close();
}

describe('the alert loop', () => {
  it('fires, tells what is wrong with a verifiable message, and resolves', async () => {
    const made = await lab.settings.createChannel({ ...webhookTo(lab.receiver, 'signed'), repeatMinutes: 0 });
    const rule = await lab.settings.createRule({
      ...ERROR_RATE,
      runbookUrl: 'https://example.com/runbook',
      channelId: made.channel.id,
    });
    await lab.pass(3, () => lab.invoke({ ok: 37, errors: 3 }));
    expect(lab.types()).toEqual(['alert.firing']);
    const [request] = lab.receiver.received;
    const headers = Object.fromEntries(
      Object.entries(request?.headers ?? {}).map(([name, value]) => [name, String(value)]),
    );
    vi.useFakeTimers({ now: lab.now(), toFake: ['Date'] });
    const verified = new Webhook(made.secret ?? '').verify(request?.body ?? '', headers);
    vi.useRealTimers();
    expect(verified).toMatchObject({
      type: 'alert.firing',
      data: {
        rule: {
          id: rule.id,
          name: 'Error rate',
          severity: 'critical',
          runbook_url: 'https://example.com/runbook',
        },
        status: 'firing',
        reason: 'threshold',
        function: { name: 'checkout', environment: 'production' },
        labels: { function: 'checkout', environment: 'production', region: 'eu-central-1' },
        figure: 'error_rate',
        value: 7.5,
        threshold: 5,
        unit: '%',
        window: '5m',
        samples: 80,
        ends_at: null,
        example_traces: [expect.any(String), expect.any(String), expect.any(String)],
      },
    });
    await lab.pass(12, () => lab.invoke({ ok: 40 }));
    expect(lab.types()).toEqual(['alert.firing', 'alert.resolved']);
    expect(await incidents()).toMatchObject([{ status: 'resolved', reason: 'recovered', unit: 'share' }]);
  });

  it('watches each function on its own, and only those of the rule', async () => {
    const names = ['a', 'b', 'c'];
    await lab.invoke(
      names.map((name) => ({ name, ok: 1, environment: name === 'b' ? 'staging' : 'production' })),
    );
    const { items } = await lab.reader.functions({ range: { fromMs: 0, toMs: 1 }, limit: 9, search: 'b' });
    await lab.settings.createRule({ ...QUICK, filter: { environment: 'production' } });
    await lab.settings.createRule({ ...QUICK, filter: { functionId: items[0]?.function.id ?? '' } });
    await lab.pass(1, () =>
      lab.invoke(
        names.map((name) => ({
          name,
          errors: name === 'c' ? 0 : 20,
          ok: name === 'c' ? 20 : 0,
          environment: name === 'b' ? 'staging' : 'production',
        })),
      ),
    );
    expect((await incidents()).map(({ labels }) => labels.function).sort()).toEqual(['a', 'b']);
  });

  it('resolves what a changed, disabled or deleted rule has left open, to the channel that was told', async () => {
    const other = await lab.settings.createChannel(webhookTo({ url: `${lab.receiver.url}&other` }, 'other'));
    const endings: [string, (id: string) => Promise<unknown>][] = [
      ['rule_deleted', (id) => lab.settings.deleteRule(id)],
      [
        'rule_changed',
        (id) => lab.settings.updateRule(id, { ...QUICK, enabled: false, channelId: other.channel.id }),
      ],
      [
        'rule_changed',
        (id) =>
          lab.settings.updateRule(id, { ...QUICK, filter: { environment: 'x' }, channelId: lab.channelId }),
      ],
      [
        'rule_changed',
        (id) =>
          lab.settings.updateRule(id, {
            ...QUICK,
            groupBy: 'service',
            channelId: lab.channelId,
            enabled: false,
          }),
      ],
    ];
    for (const [reason, end] of endings) {
      const rule = await lab.settings.createRule({ ...QUICK, channelId: lab.channelId });
      await lab.pass(1, () => lab.invoke({ errors: 20 }));
      await end(rule.id);
      await lab.pass(1);
      expect(lab.messages().at(-1)).toMatchObject({
        type: 'alert.resolved',
        data: { reason, rule: { id: rule.id } },
      });
      expect(lab.receiver.received.at(-1)?.path).not.toContain('other');
      // Long enough that the next one is not taken for flapping.
      await lab.passHours(1);
    }
    expect(lab.receiver.received).toHaveLength(8);
  });

  it('resolves what a rule of whole environments does not watch any more', async () => {
    const wide = { ...QUICK, groupBy: 'environment', missingData: 'keep', channelId: lab.channelId } as const;
    const { id } = await lab.settings.createRule(wide);
    await lab.pass(1, () => lab.invoke([{ errors: 20 }, { environment: 'staging', ok: 20 }]));
    await lab.settings.updateRule(id, { ...wide, filter: { environment: 'staging' } });
    await lab.pass(1, () => lab.invoke({ errors: 20 }));
    expect(await incidents()).toMatchObject([{ status: 'resolved', reason: 'rule_changed' }]);
  });

  it('tells the end of an incident without the numbers of another figure that its rule watches by then', async () => {
    const { id } = await lab.settings.createRule({ ...QUICK, channelId: lab.channelId });
    await lab.pass(1, () => lab.invoke({ errors: 20 }));
    await lab.settings.updateRule(id, {
      ...QUICK,
      figure: 'duration_p95',
      condition: { kind: 'threshold', threshold: 5000 },
      channelId: lab.channelId,
    });
    await lab.pass(1, () => lab.invoke({ ok: 20, durationMs: 4000 }));
    expect(lab.messages()[1]?.data).toMatchObject({
      status: 'resolved',
      figure: 'error_rate',
      value: null,
      threshold: 5,
      message: 'checkout has recovered.',
    });
  });

  it('tells nobody of the end when the channel of the beginning was deleted, and calls that no failure', async () => {
    const { channel } = await lab.settings.createChannel(webhookTo(lab.receiver, 'old'));
    const { id } = await lab.settings.createRule({ ...QUICK, channelId: channel.id });
    await lab.pass(1, () => lab.invoke({ errors: 20 }));
    await lab.settings.updateRule(id, { ...QUICK, channelId: lab.channelId });
    await lab.settings.deleteChannel(channel.id);
    await lab.pass(1, () => lab.invoke({ ok: 20 }));
    expect(await incidents()).toMatchObject([{ status: 'resolved' }]);
    expect(lab.types()).toEqual(['alert.firing']);
    expect((await lab.settings.listDeliveries({ limit: 9 })).items).toHaveLength(1);
  });

  it('says that a rule cannot be evaluated, once for all its groups, and goes on with the others', async () => {
    await lab.settings.createRule({
      ...QUICK,
      name: 'Broken',
      groupBy: 'attribute:tenant',
      channelId: lab.channelId,
    });
    await lab.settings.createRule({ ...QUICK, name: 'Whole' });
    await lab.pass(4, () => lab.invoke({ errors: 20 }));
    expect((await incidents()).map(({ ruleName, reason }) => `${ruleName} ${reason}`).sort()).toEqual([
      'Broken error',
      'Whole threshold',
    ]);
    expect(lab.messages()[0]?.data).toMatchObject({
      reason: 'error',
      message: expect.stringContaining('tenant: is not promoted'),
    });
  });

  it('evaluates what it missed while figures could not be read', async () => {
    await lab.settings.createRule(QUICK);
    await lab.invoke({ ok: 20 });
    await lab.pass(1);
    const read = lab.reader.functionFigures;
    lab.reader.functionFigures = () => Promise.reject(new FaaslensError('timeout', 'too slow'));
    await lab.pass(2, () => lab.invoke({ errors: 20 }));
    expect(await incidents()).toEqual([]);
    lab.reader.functionFigures = read;
    await lab.pass(1, () => lab.invoke({ errors: 20 }));
    expect(await incidents()).toMatchObject([{ startsAt: lab.now() - 30_000 - 2 * MINUTE_MS }]);
    expect(await states()).toMatchObject([{ status: 'firing' }]);
  });

  it('forgets a group whose incident is gone, and goes on with the others', async () => {
    await lab.settings.createRule(QUICK);
    await lab.pass(1, () =>
      lab.invoke([
        { name: 'a', errors: 20 },
        { name: 'b', errors: 20 },
      ]),
    );
    const gone = (await incidents()).find(({ labels }) => labels.function === 'a');
    sql(`DELETE FROM incident WHERE id = '${gone?.id}'`);
    await lab.pass(1, () =>
      lab.invoke([
        { name: 'a', ok: 20 },
        { name: 'b', ok: 20 },
      ]),
    );
    expect(await incidents()).toMatchObject([{ status: 'resolved', labels: { function: 'b' } }]);
    expect((await states()).filter(({ incidentId }) => incidentId !== null)).toEqual([]);
  });

  it('commits the other groups when one cannot be committed, fails, and tries it again', async () => {
    await lab.settings.createRule(QUICK);
    await lab.invoke([
      { name: 'a', ok: 1 },
      { name: 'b', ok: 1 },
    ]);
    sql(`CREATE TRIGGER dead BEFORE INSERT ON incident WHEN NEW.labels LIKE '%"a"%'
         BEGIN SELECT RAISE(ABORT, 'no room'); END`);
    lab.moveTo(lab.now() + MINUTE_MS);
    await lab.invoke([
      { name: 'a', errors: 20 },
      { name: 'b', errors: 20 },
    ]);
    await expect(lab.evaluate()).rejects.toThrow();
    expect((await incidents()).map(({ labels }) => labels.function)).toEqual(['b']);
    sql('DROP TRIGGER dead');
    await lab.evaluate();
    expect((await incidents()).map(({ labels }) => labels.function).sort()).toEqual(['a', 'b']);
  });

  it('changes nothing while another program holds the database, and decides at the next round', async () => {
    await lab.settings.createRule(QUICK);
    lab.moveTo(lab.now() + MINUTE_MS);
    await lab.invoke({ errors: 20 });
    const other = openDatabase(lab.file);
    other.exec('BEGIN IMMEDIATE');
    await expect(lab.evaluate()).rejects.toMatchObject({ code: 'unavailable' });
    other.exec('ROLLBACK');
    other.close();
    expect(await incidents()).toEqual([]);
    await lab.evaluate();
    expect(await incidents()).toMatchObject([{ status: 'firing' }]);
  });

  it('holds nothing back because of what was sent before the clock was set back', async () => {
    const points = { breaching: 1, of: 1, clear: 240 };
    await lab.settings.createRule({ ...QUICK, points, channelId: lab.channelId });
    for (const name of ['a', 'b', 'c']) await lab.pass(1, () => lab.invoke({ name, errors: 20 }));
    expect(lab.types()).toHaveLength(3);
    lab.moveTo(lab.now() - 30 * MINUTE_MS);
    await lab.pass(1, () => lab.invoke({ name: 'd', errors: 20 }));
    await lab.pass(1);
    expect(lab.messages()[3]?.data).toMatchObject({ labels: { function: 'd' } });
  });

  it('writes nothing in a quiet minute', async () => {
    await lab.settings.createRule(QUICK);
    await lab.pass(1, () => lab.invoke({ ok: 20 }));
    const db = openDatabase(lab.file);
    const version = () => db.pragma('data_version', { simple: true });
    const before = version();
    await lab.pass(4);
    expect(version()).toBe(before);
    db.close();
  });

  it('removes deliveries after 30 days', async () => {
    await lab.settings.testChannel(lab.channelId);
    await lab.deliver();
    const deliveries = async () => (await lab.settings.listDeliveries({ limit: 9 })).items;
    expect(await deliveries()).toHaveLength(1);
    lab.moveTo(lab.now() + 30 * 86_400_000 + MINUTE_MS);
    await lab.evaluate();
    await lab.restart();
    expect(await deliveries()).toEqual([]);
  });
});
