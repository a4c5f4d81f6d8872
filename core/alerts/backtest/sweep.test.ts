import fc from 'fast-check';
import { expect, it } from 'vitest';
import { MINUTE_MS } from '../../model/time-range';
import type { Standing } from '../../settings/alert-state';
import { parseInput } from '../../settings/inputs';
import { ruleInputSchema } from '../../settings/rule-schema';
import { missing, pointOf, type Reading } from '../conditions/reading';
import { evaluate, evaluateAgain } from '../evaluate';
import { Recorder } from './recorder';
import { firingsOf, numbersToTry, toSweep } from './sweep';

const START = 1000 * MINUTE_MS;

it('counts for each number what the state machine does when it is asked minute by minute', () => {
  const point = fc.oneof(
    { weight: 6, arbitrary: fc.constantFrom(0, 1, 2, 3, 4) },
    { weight: 1, arbitrary: fc.constantFrom('missing', 'idle', 'harmless') },
  );
  // Runs of one point, or nothing would last for long enough to be forgotten.
  const points = fc
    .array(fc.tuple(point, fc.integer({ min: 1, max: 40 })), { maxLength: 30 })
    .map((runs) => runs.flatMap(([one, times]) => Array.from({ length: times }, () => one)));
  fc.assert(
    fc.property(
      points,
      fc.constantFrom('ok', 'keep', 'nodata', 'fire'),
      fc.constantFrom('above', 'below'),
      fc.integer({ min: 1, max: 12 }),
      (seen, missingData, direction, clear) => {
        const rule = parseInput(ruleInputSchema, {
          name: 'r',
          figure: 'errors',
          condition: { kind: 'threshold', direction, threshold: 2 },
          points: { breaching: 2, of: 3, clear },
          missingData,
        });
        const range = { fromMs: START, toMs: START + seen.length * MINUTE_MS };
        const recorder = new Recorder(range);
        seen.forEach((one, index) => {
          const reading = typeof one === 'number' ? readingOf(one, 'clear') : missing(null, 0);
          const noScore = { ...reading, point: 'clear', score: null } as const;
          recorder.observerAt(START + index * MINUTE_MS)(
            null,
            'g',
            one === 'harmless' ? noScore : reading,
            one === 'idle',
          );
        });
        const { groups } = recorder;
        const numbers = numbersToTry(rule.condition, groups);
        const points = toSweep(rule.condition, numbers, [firingsOf(rule, numbers, groups, range)]);
        for (const { number, fired, firingMs } of points) {
          let state: Standing | null = null;
          const found = { fired: 0, firingMs: 0 };
          let since = 0;
          seen.forEach((one, index) => {
            const at = START + index * MINUTE_MS;
            const reading =
              typeof one === 'number'
                ? readingOf(one, pointOf(direction, one, number, null))
                : one === 'harmless'
                  ? readingOf(0, 'clear')
                  : missing(null, 0);
            const limits = one === 'idle' ? { ...rule, missingData: 'ok' as const } : rule;
            const first = evaluate(limits, state, reading, at);
            const again = evaluateAgain(limits, state, first, reading, at);
            for (const { transition } of again === null ? [first] : [first, again]) {
              if (transition?.type === 'resolve') found.firingMs += at - since;
              if (transition?.type !== 'fire') continue;
              found.fired += 1;
              since = at;
            }
            state = (again ?? first).next;
          });
          const last = state as Standing | null;
          if (last !== null && ['firing', 'recovering', 'nodata'].includes(last.status))
            found.firingMs += range.toMs - since;
          expect({ number, fired, firingMs }).toEqual({ number, ...found });
        }
      },
    ),
  );
});

function readingOf(value: number, point: Reading['point']): Reading {
  return { point, value, limit: null, score: value, samples: 1, basis: null };
}
