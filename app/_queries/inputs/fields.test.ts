import { expect, it } from 'vitest';
import { previousRange, toWholeMinutes } from '@/core/model/time-range';
import { toRange } from './fields';

const NOW_MS = Date.parse('2026-11-22T10:00:30.250Z');

it('takes 400 days, and the period before them in whole minutes, and refuses more', () => {
  const longest = toRange({ from: 'now-400d', to: 'now' }, NOW_MS);
  const before = previousRange(toWholeMinutes(longest));
  const iso = (ms: number) => new Date(ms).toISOString();
  expect(toRange({ from: iso(before.fromMs), to: iso(before.toMs) }, NOW_MS)).toEqual(before);
  expect(() => toRange({ from: 'now-401d', to: 'now' }, NOW_MS)).toThrow('at most 400 days');
});
