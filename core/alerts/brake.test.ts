import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { BRAKE_WINDOW_MS, type BrakeInput, planRelease, type Released, type Waiting } from './brake';

const NOW = 1_000_000_000;

function message(id: string, kind = 'alert.firing', incidentId = `inc_${id}`, createdAt = NOW): Waiting {
  return { id, kind, incidentId, createdAt };
}

function plan(waiting: readonly Waiting[], input: Partial<BrakeInput<Waiting>> = {}, nowMs = NOW) {
  const { holdUntil, collapsed, singles, digest } = planRelease(
    {
      waiting,
      recent: [],
      digestMinutes: 0,
      collapses: false,
      unsent: new Map(),
      onlyByDigest: new Set(),
      ...input,
    },
    nowMs,
  );
  const ids = (list: readonly Waiting[]) => list.map(({ id }) => id);
  return { holdUntil, collapsed: [...collapsed], singles: ids(singles), digest: ids(digest) };
}

/** Lets a channel pump every second while alerts arrive, and gives the times of its messages. */
function simulate(arrivals: ReadonlyMap<number, number>, seconds: number): readonly Released[] {
  const sent: Released[] = [];
  let waiting: Waiting[] = [];
  for (let second = 0; second < seconds; second += 1) {
    const nowMs = NOW + second * 1000;
    for (let count = arrivals.get(second) ?? 0; count > 0; count -= 1) {
      waiting.push(message(`${second}-${count}`, 'alert.firing', `inc_${second}-${count}`, nowMs));
    }
    if (waiting.length === 0) continue;
    const recent = sent.filter(({ at }) => at > nowMs - BRAKE_WINDOW_MS);
    const { holdUntil, singles, digest } = plan(waiting, { recent }, nowMs);
    if (holdUntil !== null) {
      expect(holdUntil).toBeGreaterThan(nowMs);
      continue;
    }
    for (const _ of singles) sent.push({ at: nowMs, alerts: 1 });
    if (digest.length > 0) sent.push({ at: nowMs, alerts: digest.length });
    waiting = waiting.filter(({ id }) => !singles.includes(id) && !digest.includes(id));
  }
  return sent;
}

describe('the brake', () => {
  it('lets a few alerts go as they are, and more as one digest', () => {
    expect(plan([message('a'), message('b')])).toMatchObject({ singles: ['a', 'b'], digest: [] });
    expect(plan([message('a'), message('b'), message('c')])).toMatchObject({
      singles: [],
      digest: ['a', 'b', 'c'],
    });
  });

  it('sends at most 3 messages in 5 minutes when 500 functions fail at once, however they come in', () => {
    const chunks = fc.array(fc.integer({ min: 1, max: 200 }), { minLength: 1, maxLength: 8 });
    fc.assert(
      fc.property(chunks, (sizes) => {
        const all = [...sizes, 500];
        const sent = simulate(new Map(all.map((size, index) => [index, size])), 299);
        expect(sent.length).toBeLessThanOrEqual(3);
      }),
      { examples: [[[1, 2, 1]]] },
    );
  });

  it('tells every alert once, in the end, whatever the pattern', () => {
    const arrivals = fc.array(fc.tuple(fc.integer({ min: 0, max: 900 }), fc.integer({ min: 1, max: 40 })));
    fc.assert(
      fc.property(arrivals, (list) => {
        const bySecond = new Map<number, number>();
        for (const [second, count] of list) bySecond.set(second, (bySecond.get(second) ?? 0) + count);
        const total = [...bySecond.values()].reduce((sum, count) => sum + count, 0);
        const sent = simulate(bySecond, 900 + 700);
        expect(sent.reduce((sum, { alerts }) => sum + alerts, 0)).toBe(total);
      }),
      { numRuns: 50 },
    );
  });

  it('does not hold back one alert a minute', () => {
    const arrivals = new Map(Array.from({ length: 10 }, (_, minute) => [minute * 60, 1]));
    const sent = simulate(arrivals, 600);
    expect(sent.map(({ at }) => (at - NOW) / 1000)).toEqual([...arrivals.keys()]);
  });

  it('collects for as long as the channel wants, from the first alert on', () => {
    const first = message('a', 'alert.firing', 'inc_a', NOW - 4 * 60_000);
    expect(plan([first, message('b')], { digestMinutes: 5 }).holdUntil).toBe(NOW + 60_000);
    expect(plan([first, message('b')], { digestMinutes: 4 })).toMatchObject({
      holdUntil: null,
      digest: ['a', 'b'],
    });
    expect(plan([first], { digestMinutes: 4 }).singles).toEqual(['a']);
  });

  it('does not tell people that something began which is over, and tells programs both', () => {
    const both = [message('a', 'alert.firing', 'inc_1'), message('b', 'alert.resolved', 'inc_1')];
    expect(plan(both, { collapses: true })).toMatchObject({ collapsed: [['a', 'b']], singles: ['b'] });
    expect(plan(both).singles).toEqual(['a', 'b']);
    const late = plan([message('b', 'alert.resolved', 'inc_1')], {
      collapses: true,
      unsent: new Map([['inc_1', 'a']]),
    });
    expect(late).toMatchObject({ collapsed: [['a', 'b']], singles: ['b'] });
  });

  it('ends by a digest what a digest began, where the receiver keeps threads', () => {
    const over = message('b', 'alert.resolved', 'inc_1');
    expect(plan([over], { onlyByDigest: new Set(['inc_1']) })).toMatchObject({ singles: [], digest: ['b'] });
  });
});
