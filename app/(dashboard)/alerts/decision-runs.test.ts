import { expect, it } from 'vitest';
import type { Decision } from '@/core/model/alerts/decision';
import { runsOf } from './decision-runs';

const minute = (at: number, change: Partial<Decision>): Decision => ({
  at,
  status: 'ok',
  point: 'clear',
  value: null,
  limit: 1,
  samples: 1,
  explanation: '',
  quiet: null,
  ...change,
});

it('joins minutes in which a rule decided alike, with the range of their values, the newest first', () => {
  const runs = runsOf([
    minute(1, { point: 'missing' }),
    minute(2, { value: 3 }),
    minute(3, { value: 1 }),
    minute(4, { value: null }),
    minute(5, { status: 'pending', point: 'breach', value: 9 }),
  ]);
  expect(runs).toMatchObject([
    { fromMs: 5, toMs: 5, minutes: 1, lowest: 9, highest: 9 },
    { fromMs: 2, toMs: 4, minutes: 3, lowest: 1, highest: 3 },
    { fromMs: 1, toMs: 1, minutes: 1, lowest: null, highest: null },
  ]);
  expect(runsOf([])).toEqual([]);
});
