import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { MINUTE_MS } from '../model/time-range';
import { parseInput } from '../settings/inputs';
import { type RuleDraft, ruleInputSchema } from '../settings/rule-schema';
import { dueAgain, LOOK_AGAIN_MS, looksAgain } from './look-again';
import { ERROR_RATE, type Lab, NOON, openLab } from './testing-lab';

let lab: Lab;
beforeEach(async () => {
  lab = await openLab();
});
afterEach(() => lab.close());

const incidents = async () => (await lab.settings.listIncidents({ limit: 100 })).items;

const TIMEOUTS: RuleDraft = {
  name: 'Timeouts',
  figure: 'timeouts',
  condition: { kind: 'threshold', threshold: 0 },
  points: { breaching: 1, of: 1, clear: 3 },
};
const QUARTER = { timeouts: 1, durationMs: 15 * MINUTE_MS };
/** The minute in which what comes late began, and how many later it is looked at again. */
const BEGAN = NOON + MINUTE_MS;
const LATER = LOOK_AGAIN_MS / MINUTE_MS + 1;

describe('what is told of only after its window was looked at', () => {
  it('fires when it is looked at again: a timeout after a quarter of an hour counts for its first minute', async () => {
    await lab.settings.createRule({ ...TIMEOUTS, channelId: lab.channelId });
    await lab.pass(16);
    await lab.invoke(QUARTER, BEGAN);
    await lab.pass(LATER - 16);
    expect(lab.types()).toEqual([]);
    await lab.pass(1);
    expect(lab.types()).toEqual(['alert.firing']);
    const data = lab.messages()[0]?.data as unknown as { message: string; url: string; starts_at: string };
    expect(data).toMatchObject({
      value: 1,
      samples: 1,
      starts_at: new Date(BEGAN + MINUTE_MS).toISOString(),
    });
    expect(data.message).toContain('its telemetry came late');
    expect(Date.parse(new URL(data.url).searchParams.get('to') ?? '')).toBe(BEGAN + MINUTE_MS);
    // It goes on from now: three good points end it, and nothing is told again.
    const before = await lab.settings.memory.listStates();
    await lab.restart();
    await lab.evaluate();
    expect(await lab.settings.memory.listStates()).toEqual(before);
    await lab.pass(1);
    expect(lab.types()).toEqual(['alert.firing']);
    await lab.pass(60);
    expect(lab.types()).toEqual(['alert.firing', 'alert.resolved']);
    expect(await incidents()).toHaveLength(1);
  });

  it('needs as many bad points as at first', async () => {
    const points = { breaching: 2, of: 3, clear: 3 };
    const rate = { ...ERROR_RATE, windowMinutes: 1, points, channelId: lab.channelId };
    await lab.settings.createRule(rate);
    await lab.pass(12, () => lab.invoke({ ok: 20 }));
    await lab.invoke({ name: 'once', errors: 20 }, BEGAN);
    await lab.invoke({ name: 'twice', errors: 20 }, BEGAN);
    await lab.invoke({ name: 'twice', errors: 20 }, BEGAN + 2 * MINUTE_MS);
    await lab.pass(20);
    expect((await incidents()).map(({ labels, startsAt }) => [labels.function, startsAt])).toEqual([
      ['twice', BEGAN + 3 * MINUTE_MS],
    ]);
  });

  it('tells nobody twice: not of what fired in time, not of more of it that comes late', async () => {
    const quick = { ...TIMEOUTS, points: { breaching: 1, of: 1, clear: 1 } };
    await lab.settings.createRule({ ...quick, channelId: lab.channelId });
    await lab.pass(1);
    await lab.invoke({ timeouts: 2 });
    await lab.pass(3);
    expect(lab.types()).toEqual(['alert.firing']);
    await lab.invoke({ timeouts: 3 }, BEGAN);
    await lab.pass(7);
    expect(lab.types()).toEqual(['alert.firing', 'alert.resolved']);
    await lab.pass(40);
    expect(lab.types()).toEqual(['alert.firing', 'alert.resolved']);
  });

  it('is not told of before the rule was made or changed', async () => {
    await lab.pass(16);
    await lab.invoke(QUARTER, BEGAN);
    await lab.settings.createRule(TIMEOUTS);
    await lab.pass(40);
    expect(await incidents()).toEqual([]);
  });

  it('waits when it is quiet by then', async () => {
    const all = ['mon', 'tue', 'wed', 'thu', 'fri', 'sat', 'sun'] as const;
    const mute = [{ days: [...all], from: '12:10', to: '12:30', timeZone: 'UTC' }];
    const points = { breaching: 1, of: 1, clear: 30 };
    await lab.settings.createRule({ ...TIMEOUTS, points, mute, channelId: lab.channelId });
    await lab.pass(16);
    await lab.invoke(QUARTER, BEGAN);
    await lab.pass(10);
    expect(await incidents()).toMatchObject([{ status: 'firing' }]);
    expect(lab.types()).toEqual([]);
    await lab.pass(6);
    expect(lab.types()).toEqual(['alert.firing']);
  });
});

it('is looked at again only where the windows are too short to wait, and of what can come late', () => {
  const again = (change: Partial<RuleDraft>) =>
    looksAgain(parseInput(ruleInputSchema, { ...TIMEOUTS, ...change }));
  expect(again({})).toBe(true);
  expect(again({ windowMinutes: 19 })).toBe(true);
  expect(again({ windowMinutes: 20 })).toBe(false);
  expect(again({ delaySeconds: 1200 })).toBe(false);
  expect(again({ figure: 'new_errors' })).toBe(true);
  expect(again({ figure: 'cost_day' })).toBe(false);
  expect(again({ figure: 'silence_minutes' })).toBe(false);
  const burn = { kind: 'burn_rate', objective: 0.99 } as const;
  expect(again({ figure: 'error_rate', windowMinutes: 60, condition: burn })).toBe(true);
});

it('is not looked at again when the first look was late enough', () => {
  const input = parseInput(ruleInputSchema, TIMEOUTS);
  const rule = { ...input, key: 'timeouts', id: 'rul_1', createdAt: 0, updatedAt: 0 };
  const points = (sinceMs: number, nowMs: number) =>
    dueAgain([rule], sinceMs, nowMs).map(({ at, dueAt }) => [(at - NOON) / MINUTE_MS, dueAt - at]);
  const waited = LOOK_AGAIN_MS + rule.delaySeconds * 1000;
  expect(points(NOON + waited - 1, NOON + waited)).toEqual([[0, waited]]);
  expect(points(NOON + waited, NOON + waited + MINUTE_MS - 1)).toEqual([]);
  // After an hour in which nothing ran, only what was looked at before it.
  const resumed = points(NOON + 30_000, NOON + 60 * MINUTE_MS);
  expect([resumed.length, resumed[0]?.[0], resumed.at(-1)?.[0]]).toEqual([20, -19, 0]);
});
