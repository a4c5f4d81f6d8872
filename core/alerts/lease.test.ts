import { expect, it } from 'vitest';
import { openSettings } from '../settings/index';
import { createAlerts } from './alerts';
import { localEvaluator } from './round';
import { ERROR_RATE, type Lab, openLab } from './testing-lab';

/** A rule that fires at the first bad minute and resolves at the first good one. */
const QUICK = { ...ERROR_RATE, windowMinutes: 1, points: { breaching: 1, of: 1, clear: 1 } };

/** Two processes that share their settings. */
function openBoth(lab: Lab) {
  return Promise.all(
    [0, 1].map(async () => {
      const settings = await openSettings({ databaseFile: lab.file, now: lab.now });
      const alerts = createAlerts({
        config: { publicUrl: null, host: '127.0.0.1', port: 3000, tls: null, allowPrivateWebhooks: true },
        settings,
        lease: settings.lease,
        evaluator: localEvaluator(lab.reader),
        log: { info: () => undefined, warn: () => undefined },
        now: lab.now,
      });
      return { settings, alerts };
    }),
  );
}

it('of two processes one evaluates, and the other goes on where it died: each message once', async () => {
  const lab = await openLab();
  const both = await openBoth(lab);
  const [dying, heir] = both;
  if (!dying || !heir) throw new Error('there are two');
  await lab.settings.createRule({ ...QUICK, channelId: lab.channelId });
  const pass = async (living: readonly (typeof heir)[], calls: Parameters<typeof lab.invoke>[0]) => {
    lab.moveTo(lab.now() + 60_000);
    await lab.invoke(calls);
    await Promise.all(living.map(({ alerts }) => alerts.evaluateNow()));
    for (const { alerts } of living) await alerts.deliverNow();
  };
  await pass(both, { ok: 20 });
  await pass(both, { errors: 20 });
  expect(lab.types()).toEqual(['alert.firing']);
  // The one that has evaluated falls silent without a word; whichever that is, the other one is left.
  const holder = (await dying.settings.lease.renew()) ? dying : heir;
  const other = holder === dying ? heir : dying;
  await pass([other], { ok: 20 });
  expect(lab.types()).toEqual(['alert.firing', 'alert.resolved']);
  await pass(both, { ok: 20 });
  expect(lab.types()).toEqual(['alert.firing', 'alert.resolved']);
  const ids = lab.receiver.received.map(({ headers }) => headers['webhook-id']);
  expect(new Set(ids).size).toBe(2);
  for (const { alerts, settings } of both) {
    await alerts.stop();
    await settings.close();
  }
  await lab.close();
});

it('who lost the lease with a full queue sends nothing more of it: each message once', async () => {
  const lab = await openLab();
  const both = await openBoth(lab);
  const [first, second] = both;
  if (!first || !second) throw new Error('there are two');
  await first.alerts.evaluateNow();
  const messages = Array.from({ length: 30 }, (_, number) => ({
    ruleId: 'r',
    groupKey: `group ${number}`,
    state: null,
    message: {
      kind: 'alert.firing' as const,
      channelId: lab.channelId,
      incidentId: `inc_${number}`,
      data: { id: `inc_${number}`, status: 'firing', rule: { name: 'r', severity: 'critical' } },
    },
  }));
  await lab.settings.memory.commit(messages, lab.now());
  // Held up for longer than the lease lasts: another one has it, whatever the first believes.
  lab.moveTo(lab.now() + 30_000);
  await second.alerts.evaluateNow();
  await first.alerts.deliverNow();
  expect(lab.types()).toEqual([]);
  await Promise.all(both.map(({ alerts }) => alerts.deliverNow()));
  expect(lab.types().length).toBeGreaterThan(0);
  const ids = lab.receiver.received.map(({ headers }) => headers['webhook-id']);
  expect(new Set(ids).size).toBe(ids.length);
  for (const { alerts, settings } of both) {
    await alerts.stop();
    await settings.close();
  }
  await lab.close();
});
