import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { CONFIRM_MS, evaluate, type Figures, type Limits, RECOVER_MS, type Standing } from './evaluate';

const LIMITS: Limits = { windowMinutes: 5, threshold: 0.1, recoveryThreshold: 0.05, minInvocations: 20 };
const STEP_MS = 15_000;

/** Runs the machine over figures at 15 s steps and collects what it says. */
function run(points: readonly (Figures | null)[], limits = LIMITS, start: Standing | null = null) {
  let state = start;
  const log: string[] = [];
  points.forEach((figures, index) => {
    const { next, transition } = evaluate(limits, state, figures, index * STEP_MS);
    if (transition !== null) log.push(transition.type === 'fire' ? 'fire' : `resolve ${transition.reason}`);
    state = next;
  });
  return { state: state as Standing | null, log };
}

const bad: Figures = { invocations: 100, errors: 50 };
const good: Figures = { invocations: 100, errors: 0 };
const between: Figures = { invocations: 100, errors: 8 };
const times = (count: number, figures: Figures | null) => Array.from({ length: count }, () => figures);

describe('evaluate', () => {
  it('fires when a breach is still there at the next evaluation, and resolves when the third agrees', () => {
    expect(run([bad]).log).toEqual([]);
    expect(run([bad, bad]).log).toEqual(['fire']);
    expect(run([bad, bad, good, good]).log).toEqual(['fire']);
    expect(run([bad, bad, good, good, good]).log).toEqual(['fire', 'resolve recovered']);
  });

  it('does not fire at the threshold itself, and resolves at the recovery threshold itself', () => {
    expect(run(times(9, { invocations: 100, errors: 10 })).log).toEqual([]);
    expect(run([bad, bad, ...times(3, { invocations: 100, errors: 5 })]).log).toHaveLength(2);
  });

  it('changes nothing between the two thresholds', () => {
    expect(run(times(50, between)).log).toEqual([]);
    expect(run([bad, bad, ...times(50, between)]).log).toEqual(['fire']);
  });

  it('never fires on too few invocations, however bad', () => {
    expect(run(times(20, { invocations: 19, errors: 19 })).log).toEqual([]);
    expect(run([bad, { invocations: 3, errors: 3 }, { invocations: 3, errors: 3 }]).state).toBeNull();
  });

  it('treats an idle function as ok', () => {
    expect(run(times(5760, { invocations: 0, errors: 0 })).log).toEqual([]);
    expect(run(times(10, null)).state).toBeNull();
    expect(
      evaluate({ ...LIMITS, minInvocations: 0 }, null, { invocations: 0, errors: 0 }, 0).next,
    ).toBeNull();
  });

  it('keeps firing without data for three windows, then says that it resolves for lack of it', () => {
    const idle = { invocations: 2, errors: 0 };
    const until = (3 * 5 * 60_000) / STEP_MS;
    expect(run([bad, bad, ...times(until - 1, idle)]).log).toEqual(['fire']);
    expect(run([bad, bad, ...times(until, idle)]).log).toEqual(['fire', 'resolve no_data']);
    expect(run([bad, bad, ...times(until, null)]).log).toEqual(['fire', 'resolve no_data']);
  });

  it('does not count a gap without data as recovery', () => {
    expect(run([bad, bad, good, null, good, good]).log).toEqual(['fire']);
  });

  it('keeps its clock when the evaluations come faster than planned', () => {
    const first = evaluate(LIMITS, null, bad, 0).next;
    expect(evaluate(LIMITS, first, bad, CONFIRM_MS - 1).transition).toBeNull();
    expect(evaluate(LIMITS, first, bad, CONFIRM_MS).transition).toEqual({ type: 'fire' });
    const recovering: Standing = { status: 'recovering', since: 0, dataAt: 0, value: 0, samples: 100 };
    expect(evaluate(LIMITS, recovering, good, RECOVER_MS - 1).transition).toBeNull();
  });

  const share = fc.integer({ min: 0, max: 100 });
  const figures = fc.oneof(
    fc.constant(null),
    fc.record({ invocations: fc.integer({ min: 0, max: 200 }), share }).map((point) => ({
      invocations: point.invocations,
      errors: Math.round((point.invocations * point.share) / 100),
    })),
  );

  it('answers every firing with exactly one resolved before the next firing', () => {
    fc.assert(
      fc.property(fc.array(figures, { maxLength: 300 }), share, share, (points, one, other) => {
        const limits = {
          ...LIMITS,
          windowMinutes: 1,
          threshold: Math.max(one, other) / 100,
          recoveryThreshold: Math.min(one, other) / 100,
        };
        const until = (3 * 60_000) / STEP_MS;
        const { log, state } = run([...points, ...times(until + 1, null)], limits);
        log.forEach((entry, index) => {
          expect(entry.startsWith(index % 2 === 0 ? 'fire' : 'resolve')).toBe(true);
        });
        expect(log.length % 2).toBe(0);
        expect(state).toBeNull();
      }),
    );
  });

  it('sends at most two messages in an hour when the value oscillates around the threshold', () => {
    fc.assert(
      fc.property(
        fc.integer({ min: 11, max: 100 }),
        fc.integer({ min: 0, max: 10 }),
        fc.integer({ min: 1, max: 20 }),
        fc.integer({ min: 1, max: 2 }),
        (high, low, highs, lows) => {
          const cycle = [
            ...times(highs, { invocations: 100, errors: high }),
            ...times(lows, { invocations: 100, errors: low }),
          ];
          const points = Array.from({ length: 240 }, (_, index) => cycle[index % cycle.length] ?? null);
          expect(run(points, { ...LIMITS, recoveryThreshold: 0.1 }).log.length).toBeLessThanOrEqual(2);
        },
      ),
    );
  });
});
