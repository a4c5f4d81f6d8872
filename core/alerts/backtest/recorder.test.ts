import { expect, it } from 'vitest';
import { DAY_MS } from '../../model/time-range';
import { missing } from '../conditions/reading';
import { Recorder } from './recorder';

it('refuses more readings than fit into memory, and says how long a range does', () => {
  const recorder = new Recorder({ fromMs: 0, toMs: 90 * DAY_MS });
  const observe = recorder.observerAt(0);
  const observeGroups = (count: number) => {
    for (let number = 0; number < count; number += 1) observe(null, `${number}`, missing(null, 0), false);
  };
  observeGroups(77);
  expect(recorder.groupCount).toBe(77);
  expect(() => observeGroups(300)).toThrowError(/narrow the rule or the range, or test 89 days of 78 groups/);
});
