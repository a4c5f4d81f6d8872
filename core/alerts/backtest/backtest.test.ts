import fc from 'fast-check';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { DAY_MS, HOUR_MS, MINUTE_MS } from '../../model/time-range';
import type { Incident, Rule } from '../../settings/settings';
import { type Calls, ERROR_RATE, type Lab, openLab } from '../testing-lab';
import { type BacktestResult, backtest, backtestInParts } from './backtest';
import { divide } from './divide';
import { localPart } from './part';
import { POINTS, RULES } from './testing-rules';

let lab: Lab;
beforeEach(async () => {
  lab = await openLab();
});
afterEach(() => lab.close());

/** Sums beyond 2^53 may differ in their last digit by the order in which they were added up. */
const rounded = (value: number | null) => (value === null ? null : Number(value.toPrecision(12)));

async function test(
  rule: Rule,
  fromMs: number,
  toMs: number,
  known: readonly Incident[] = [],
): Promise<BacktestResult> {
  return backtest(lab.reader, await inputOf(rule, fromMs, toMs, known), () => undefined);
}

async function inputOf(rule: Rule, fromMs: number, toMs: number, known: readonly Incident[] = []) {
  const others = (await lab.settings.listRules()).filter(({ id }) => id !== rule.id);
  return { rule, others, range: { fromMs, toMs }, known };
}

/** As threads do it, each with a part of the functions. */
async function testInParts(rule: Rule, fromMs: number, toMs: number) {
  const input = await inputOf(rule, fromMs, toMs);
  const parts = await divide(lab.reader, input, 2, 0);
  const workers = parts.map((part) => localPart(lab.reader, { ...input, part }, () => undefined));
  return { parts: parts.length, result: await backtestInParts(input, workers) };
}

describe('a backtest', () => {
  it('finds, event by event, what the live engine did', async () => {
    const start = lab.now() - 30_000;
    const minute = fc.record({
      ok: fc.nat({ max: 12 }),
      errors: fc.constantFrom(0, 0, 0, 1, 6),
      durationMs: fc.constantFrom(10, 10, 500, 900),
      name: fc.constantFrom('checkout', 'billing'),
      version: fc.constantFrom('1', '2'),
      calls: fc.record({
        host: fc.constantFrom('a.example.com', 'b.example.com'),
        failed: fc.constantFrom(false, false, true),
        durationMs: fc.constantFrom(5, 5, 80),
      }),
    });
    const quiet = fc.constant<readonly Calls[]>([]);
    const minutes = fc.array(fc.oneof(fc.array(minute, { minLength: 1, maxLength: 3 }), quiet), {
      minLength: 90,
      maxLength: 90,
    });
    const [history = []] = fc.sample(minutes, { numRuns: 1, seed: 42 });
    // What rules compare with: every seventh minute of the same hours on the days before, and of the weeks before.
    const [earlier = []] = fc.sample(minutes, { numRuns: 1, seed: 43 });
    const calls = [1, 2, 3, 4, 5, 6, 7, 14, 21, 28].flatMap((day) =>
      earlier.flatMap((own, index) => {
        const atMs = start - day * DAY_MS + index * MINUTE_MS;
        return index % 7 === day % 7 ? own.map((one) => ({ ...one, atMs })) : [];
      }),
    );
    await lab.invoke(calls);
    for (const rule of RULES) await lab.settings.createRule(rule);
    await lab.pass(history.length, (index) => lab.invoke(history[index] ?? []));
    const end = lab.now() - 30_000;

    let events = 0;
    const fired = new Set<string>();
    const divided: string[] = [];
    const rules = await lab.settings.listRules();
    for (const { name } of RULES) {
      const rule = rules.find((one) => one.name === name) as Rule;
      const live = (await lab.settings.listIncidents({ limit: 500, ruleId: rule.id })).items.map(
        (incident) => ({
          groupKey: incident.groupKey,
          startsAt: incident.startsAt,
          endsAt: incident.endsAt,
          value: rounded(incident.value),
          limit: rounded(incident.threshold),
          samples: incident.samples,
        }),
      );
      const whole = await test(rule, start, end);
      const { episodes, sweep, firingMs } = whole;
      const { parts, result } = await testInParts(rule, start, end);
      expect({ rule: rule.name, ...result }).toEqual({ rule: rule.name, ...whole });
      if (parts > 1) divided.push(rule.name);
      const found = episodes.map(({ groupKey, startsAt, endsAt, value, limit, samples }) => ({
        groupKey,
        startsAt,
        endsAt,
        value: rounded(value),
        limit: rounded(limit),
        samples,
      }));
      const sort = <Some extends { groupKey: string; startsAt: number }>(list: Some[]) =>
        list.sort((a, b) => a.startsAt - b.startsAt || (a.groupKey < b.groupKey ? -1 : 1));
      expect({ rule: rule.name, episodes: sort(found) }).toEqual({ rule: rule.name, episodes: sort(live) });
      events += live.length;
      if (live.length > 0) fired.add(rule.name);
      if (rule.figure.startsWith('dependency')) expect(live.length).toBeGreaterThan(0);
      const own = sweep.find(({ current }) => current);
      if (rule.condition.kind !== 'composite')
        expect(own).toMatchObject({ fired: episodes.length, firingMs });
    }
    expect(events).toBeGreaterThan(RULES.length);
    // Both functions call both hosts; the others are not counted by functions, or have one group.
    const undivided = [
      'Dependencies that fail',
      'More failed calls than a week ago',
      'More calls than before',
    ];
    undivided.push('Silent', 'New', 'Both');
    expect(divided).toEqual(RULES.map(({ name }) => name).filter((name) => !undivided.includes(name)));
    const compares = RULES.filter(({ condition }) => ['change', 'anomaly'].includes(condition.kind));
    expect(compares.map(({ name }) => name).filter((name) => !fired.has(name))).toEqual([]);
  }, 240_000);

  it('shows values with their limit, what other thresholds would have done, and which incidents it catches', async () => {
    const rule = await lab.settings.createRule({
      ...ERROR_RATE,
      windowMinutes: 1,
      points: { ...POINTS, clear: 1 },
    });
    await lab.pass(30, (minute) =>
      lab.invoke(minute >= 10 && minute < 20 ? { ok: 15, errors: 5 } : { ok: 20 }),
    );
    const end = lab.now() - 30_000;
    const [incident] = (await lab.settings.listIncidents({ limit: 9 })).items;
    if (incident === undefined) throw new Error('the rule did not fire');
    const other = { ...incident, id: 'inc_other', startsAt: end - 5 * MINUTE_MS, endsAt: end };
    const result = await test(rule, end - HOUR_MS, end, [incident, other]);
    expect(result.known).toEqual({ caught: [incident.id], missed: ['inc_other'] });
    expect(result.episodes).toMatchObject([
      { value: 0.25, limit: 0.05, samples: 20, endReason: 'recovered' },
    ]);
    expect(result.firingMs).toBe(9 * MINUTE_MS);
    const [series] = result.series;
    expect(series?.points.filter(({ value }) => value === 0.25)).toHaveLength(10);
    expect(series?.points.find(({ value }) => value === 0.25)?.limit).toBe(0.05);
    expect(result.sweep).toEqual([
      { number: 0, current: false, fired: 1, firingMs: 9 * MINUTE_MS },
      { number: 0.05, current: true, fired: 1, firingMs: 9 * MINUTE_MS },
      { number: 0.25, current: false, fired: 0, firingMs: 0 },
    ]);
  });

  it('tells its progress, and refuses figures of which no past is kept', async () => {
    const rule = await lab.settings.createRule(ERROR_RATE);
    await lab.invoke({ ok: 1 });
    const told: number[] = [];
    const range = { fromMs: lab.now() - 20 * DAY_MS, toMs: lab.now() };
    await backtest(lab.reader, { rule, others: [], range, known: [] }, (done) => told.push(done));
    expect(told.length).toBeGreaterThan(10);
    expect(told).toEqual(told.toSorted((a, b) => a - b));
    expect(told.at(-1)).toBeCloseTo(1, 1);
    const disk = { ...rule, figure: 'self_disk_free', groupBy: 'all' } as const;
    await expect(test(disk, range.fromMs, range.toMs)).rejects.toThrow(
      /^figure: the past of self_disk_free is not kept/,
    );
  });
});
