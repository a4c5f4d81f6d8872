import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { HOUR_MS, MINUTE_MS } from '../model/time-range';
import type { RuleDraft } from '../settings/rule-schema';
import { lambda, log } from '../store/contract/fixtures';
import { backtest } from './backtest/backtest';
import { startReceiver, webhookTo } from './testing';
import { ERROR_RATE, type Lab, openLab } from './testing-lab';

let lab: Lab;
beforeEach(async () => {
  lab = await openLab();
});
afterEach(() => lab.close());

const AT_ONCE = { breaching: 1, of: 1, clear: 1 };
const incidents = async () => (await lab.settings.listIncidents({ limit: 100 })).items;

/** In the minute that has just ended. */
async function logLines(name: string, severity: number, ...bodies: readonly string[]): Promise<void> {
  const timeNs = BigInt(lab.now() - 30_000 - MINUTE_MS) * 1_000_000n;
  const resource = lambda(name, { 'deployment.environment.name': 'production' });
  const logs = bodies.map((body, index) => log({ body, severity, timeNs: timeNs + BigInt(index), resource }));
  await lab.writer.write({ spans: [], logs });
}

describe('rules on what happens one by one', () => {
  it('count the log records that match, of each function, now as in a backtest', async () => {
    const rule = await lab.settings.createRule({
      name: 'Cards are refused',
      figure: 'log_matches',
      logs: { q: 'card refused', minSeverity: 17 },
      windowMinutes: 1,
      condition: { kind: 'threshold', threshold: 1 },
      points: AT_ONCE,
      channelId: lab.channelId,
    } satisfies RuleDraft);
    await lab.pass(6, async (minute) => {
      await lab.invoke([
        { name: 'checkout', ok: 1 },
        { name: 'billing', ok: 1 },
      ]);
      if (minute !== 2) return;
      await logLines('checkout', 17, 'card refused by the bank', 'the bank: card 7 refused', 'paid');
      // Too harmless, too few, and something else.
      await logLines('billing', 9, 'card refused', 'refused card');
      await logLines('billing', 17, 'card refused', 'card taken');
    });
    const found = await incidents();
    expect(found).toMatchObject([
      { value: 2, labels: { function: 'checkout' }, status: 'resolved', reason: 'recovered' },
    ]);
    expect(lab.types()).toEqual(['alert.firing', 'alert.resolved']);
    const toMs = lab.now() - 30_000;
    const range = { fromMs: toMs - HOUR_MS, toMs };
    const { episodes } = await backtest(lab.reader, { rule, others: [], range, known: found }, () => {});
    const timesOf = ({
      startsAt,
      endsAt,
      value,
    }: {
      startsAt: number;
      endsAt: number | null;
      value: unknown;
    }) => [startsAt, endsAt, value];
    expect(episodes.map(timesOf)).toEqual(found.map(timesOf));
  });

  it('tell of an error that comes back after it was resolved, not of one that nobody has looked at', async () => {
    await lab.settings.createRule({
      name: 'Back again',
      figure: 'regressed_errors',
      windowMinutes: 5,
      condition: { kind: 'threshold', threshold: 0 },
      points: AT_ONCE,
      channelId: lab.channelId,
    } satisfies RuleDraft);
    await lab.pass(2, () => lab.invoke({ errors: 1 }));
    const range = { fromMs: lab.now() - HOUR_MS, toMs: lab.now() };
    const [group] = (await lab.reader.errors({ range, limit: 9 })).items;
    await lab.settings.setTriage({ fingerprint: group?.fingerprint ?? '', state: 'resolved' });
    await lab.pass(8);
    expect(await incidents()).toEqual([]);
    await lab.pass(2, () => lab.invoke({ errors: 1 }));
    expect(await incidents()).toMatchObject([
      { value: 1, labels: { function: 'checkout' }, status: 'firing', reason: 'threshold' },
    ]);
    expect(lab.types()).toEqual(['alert.firing']);
  });
});

it('rules on Faaslens itself tell that a message reached nobody, and that nothing is invoked any more', async () => {
  const gone = await startReceiver((response) => response.writeHead(410).end());
  try {
    const { channel } = await lab.settings.createChannel(webhookTo(gone, 'gone'));
    const quick = { ...ERROR_RATE, windowMinutes: 1, points: AT_ONCE };
    await lab.settings.createRule({ ...quick, channelId: channel.id });
    const own = { groupBy: 'all', points: AT_ONCE, channelId: lab.channelId } as const;
    const above = (threshold: number) => ({ kind: 'threshold', threshold }) as const;
    await lab.settings.createRule({
      ...own,
      name: 'Unheard',
      figure: 'self_failed_deliveries',
      condition: above(0),
    });
    await lab.settings.createRule({
      ...own,
      name: 'Silence',
      figure: 'self_silence_minutes',
      condition: above(10),
    });
    const told = () =>
      lab.messages().map(({ type, data }) => {
        const { rule, value } = data as unknown as { rule: { name: string }; value: number };
        return [type, rule.name, value];
      });
    await lab.pass(3, () => lab.invoke({ errors: 20 }));
    expect(gone.received).toHaveLength(1);
    expect(told()).toEqual([['alert.firing', 'Unheard', 1]]);
    await lab.pass(9);
    expect(told()).toHaveLength(1);
    await lab.pass(4);
    expect(told().slice(1)).toEqual([['alert.firing', 'Silence', 11]]);
    await lab.pass(2, () => lab.invoke({ ok: 1 }));
    expect(told().slice(2)).toEqual([['alert.resolved', 'Silence', expect.any(Number)]]);
  } finally {
    await gone.close();
  }
});
