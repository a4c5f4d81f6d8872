import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { MINUTE_MS } from '../model/time-range';
import type { Standing } from '../settings/alert-state';
import { ruleDefinitionSchema } from '../settings/rule-schema';
import { pointOf, type Reading } from './conditions/reading';
import { evaluate, evaluateAgain, FLAP_MS, type Limits } from './evaluate';

const LIMITS: Limits = {
  windowMinutes: 5,
  points: { breaching: 2, of: 3, clear: 3 },
  missingData: 'ok',
  condition: { kind: 'threshold', direction: 'above', threshold: 0.1, recovery: 0.05 },
};

function reading(value: number | null): Reading {
  const common = { value, score: value, limit: 0.1, samples: 100, basis: null };
  return { ...common, point: value === null ? 'missing' : pointOf('above', value, 0.1, 0.05) };
}

/** Runs the machine over values, a minute apart, and collects what it says. */
function run(values: readonly (number | null)[], limits = LIMITS) {
  let state: Standing | null = null;
  const log: string[] = [];
  values.forEach((value, index) => {
    const at = index * MINUTE_MS;
    const first = evaluate(limits, state, reading(value), at);
    const again = evaluateAgain(limits, state, first, reading(value), at);
    for (const { transition } of again === null ? [first] : [first, again])
      if (transition !== null) log.push(`${transition.type} ${transition.reason}`);
    state = (again ?? first).next;
  });
  return { state: state as Standing | null, log };
}

const BAD = 0.5;
const GOOD = 0;
const BETWEEN = 0.08;
const FIRE = 'fire threshold';
const times = (count: number, value: number | null) => Array.from({ length: count }, () => value);

describe('the state machine', () => {
  it('fires when two of three points breach, and resolves after three good ones in a row', () => {
    expect(run([BAD]).log).toEqual([]);
    expect(run([BAD, BAD]).log).toEqual([FIRE]);
    expect(run([BAD, GOOD, BAD]).log).toEqual([FIRE]);
    expect(run([BAD, GOOD, GOOD, BAD]).log).toEqual([]);
    expect(run([BAD, BAD, GOOD, GOOD]).log).toEqual([FIRE]);
    expect(run([BAD, BAD, GOOD, GOOD, BETWEEN, GOOD, GOOD]).log).toEqual([FIRE]);
    expect(run([BAD, BAD, GOOD, GOOD, GOOD]).log).toEqual([FIRE, 'resolve recovered']);
  });

  it('does not fire at the threshold itself, and is well at the recovery threshold itself', () => {
    expect(run(times(9, 0.1)).log).toEqual([]);
    expect(run([BAD, BAD, ...times(3, 0.05)]).log).toEqual([FIRE, 'resolve recovered']);
  });

  it('changes nothing between the two thresholds', () => {
    expect(run(times(50, BETWEEN)).log).toEqual([]);
    expect(run([BAD, BAD, ...times(50, BETWEEN)]).log).toEqual([FIRE]);
  });

  it('remembers nothing of a group that is well', () => {
    expect(run(times(9, GOOD)).state).toBeNull();
    expect(run(times(9, null)).state).toBeNull();
    expect(run([BAD, GOOD, GOOD, GOOD]).state).toBeNull();
  });

  it('keeps firing without data for three windows, then says that it resolves for lack of it', () => {
    expect(run([BAD, BAD, ...times(14, null)]).log).toEqual([FIRE]);
    expect(run([BAD, BAD, ...times(15, null)]).log).toEqual([FIRE, 'resolve no_data']);
    expect(run([BAD, BAD, GOOD, ...times(15, null)]).log).toEqual([FIRE, 'resolve no_data']);
  });

  it('recovers also when it is seen only now and then', () => {
    const nowAndThen = Array.from({ length: 5 }, (_, minute) => (minute % 2 === 0 ? GOOD : null));
    expect(run([BAD, BAD, ...nowAndThen.slice(0, 4)]).log).toEqual([FIRE]);
    expect(run([BAD, BAD, ...nowAndThen]).log).toEqual([FIRE, 'resolve recovered']);
    expect(run([BAD, BAD, GOOD, null, BAD, GOOD, null, GOOD]).log).toEqual([FIRE]);
  });

  it('keeps what it is without data for ever, where that is asked for', () => {
    const keep: Limits = { ...LIMITS, missingData: 'keep' };
    expect(run([BAD, BAD, ...times(500, null)], keep).log).toEqual([FIRE]);
    expect(run([BAD, BAD, GOOD, null, null, GOOD, GOOD], keep).log).toEqual([FIRE, 'resolve recovered']);
  });

  it('fires for lack of data, where that is asked for', () => {
    const fire: Limits = { ...LIMITS, missingData: 'fire' };
    expect(run([GOOD, null, null], fire).log).toEqual(['fire no_data']);
    expect(run([GOOD, null, null, GOOD, GOOD, GOOD], fire).log).toEqual([
      'fire no_data',
      'resolve recovered',
    ]);
  });

  it('has one incident for missing data, where that is asked for', () => {
    const nodata: Limits = { ...LIMITS, missingData: 'nodata' };
    expect(run(times(2, null), nodata).log).toEqual([]);
    const silent = ['fire no_data'];
    expect(run([...times(99, null), GOOD, GOOD], nodata).log).toEqual(silent);
    expect(run([...times(99, null), GOOD, GOOD, GOOD], nodata).log).toEqual([...silent, 'resolve recovered']);
    expect(run([...times(3, null), GOOD, null, null, null, GOOD, GOOD], nodata).log).toEqual(silent);
    const back = [...silent, 'resolve recovered', FIRE];
    expect(run([...times(3, null), BAD], nodata).log).toEqual(silent);
    expect(run([...times(3, null), BAD, BAD], nodata).log).toEqual(back);
    const atOnce: Limits = { ...nodata, points: { breaching: 1, of: 1, clear: 1 } };
    expect(run([null, BAD, null], atOnce).log).toEqual(back);
  });

  it('ends the incident for missing data of who is not waited for any more', () => {
    const nodata: Limits = { ...LIMITS, missingData: 'nodata' };
    const { state } = run(times(9, null), nodata);
    const gone = evaluate(LIMITS, state, reading(null), 9 * MINUTE_MS);
    expect(gone.transition).toEqual({ type: 'resolve', reason: 'no_data' });
    expect(evaluate(LIMITS, state, reading(GOOD), 9 * MINUTE_MS).next?.status).toBe('nodata');
  });

  it('has to be well for half an hour when it fires again soon after it was resolved, then for twice as long', () => {
    const episode = [BAD, BAD, GOOD, GOOD, GOOD];
    const once = [FIRE, 'resolve recovered'];
    const half = FLAP_MS / MINUTE_MS;
    const again = [...episode, BAD, BAD, ...times(half, GOOD)];
    expect(run(again.slice(0, -1)).log).toEqual([...once, FIRE]);
    expect(run(again).log).toEqual([...once, ...once]);
    const thrice = [...again, BAD, BAD, ...times(2 * half, GOOD)];
    expect(run(thrice.slice(0, -1)).log).toEqual([...once, ...once, FIRE]);
    expect(run(thrice).log).toEqual([...once, ...once, ...once]);
    const later = times(FLAP_MS / MINUTE_MS, GOOD);
    expect(run([...episode, ...later, ...episode]).log).toEqual([...once, ...once]);
    expect(run([...episode, ...later]).state).toBeNull();
  });

  it('tells at most twice in an hour of what is never well, or never seen, for half an hour', () => {
    const usual: Limits = { ...LIMITS, points: ruleDefinitionSchema.shape.points.parse(undefined) };
    const often: object[] = [];
    for (let bad = 1; bad <= 30; bad += 1)
      for (let good = 1; good <= 30; good += 1) {
        const hour = Array.from({ length: 60 }, (_, minute) => (minute % (bad + good) < bad ? BAD : GOOD));
        const told = run(hour, usual).log.length;
        const seen = hour.map((value) => (value === BAD ? null : value));
        const silent = run(seen, { ...usual, missingData: 'nodata' }).log.length;
        if (Math.max(told, silent) > (good < 30 ? 2 : 3)) often.push({ bad, good, told, silent });
      }
    expect(often).toEqual([]);
  });

  const value = fc.oneof(fc.constant(null), fc.double({ min: 0, max: 0.3, noNaN: true }));
  const mode = fc.constantFrom('ok', 'keep', 'nodata', 'fire');

  it('answers every firing with exactly one resolved before the next firing', () => {
    fc.assert(
      fc.property(fc.array(value, { maxLength: 300 }), mode, (values, missingData) => {
        const { log, state } = run([...values, ...times(300, GOOD)], { ...LIMITS, missingData });
        log.forEach((entry, index) => {
          expect(entry.startsWith(index % 2 === 0 ? 'fire' : 'resolve')).toBe(true);
        });
        expect(log.length % 2).toBe(0);
        expect(state).toBeNull();
      }),
    );
  });

  it('fires only after as many breaches within its points as it asks for', () => {
    fc.assert(
      fc.property(fc.array(fc.constantFrom(BAD, GOOD, null), { maxLength: 60 }), (values) => {
        const at = values.findIndex((_, index) => run(values.slice(0, index + 1)).log.length > 0);
        const expected = values.findIndex(
          (one, index) =>
            one === BAD &&
            values.slice(Math.max(0, index - 2), index + 1).filter((v) => v === BAD).length >= 2,
        );
        expect(at).toBe(expected);
      }),
    );
  });
});
