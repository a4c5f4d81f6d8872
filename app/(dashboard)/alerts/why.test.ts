import { expect, it } from 'vitest';
import type { Decision } from '@/core/model/alerts/decision';
import { NEW_RULE } from './describe-rule';
import { whyOf } from './why';

const decision = (change: Partial<Decision>): Decision => ({
  at: 0,
  status: 'ok',
  point: 'clear',
  value: 0.01,
  limit: 0.05,
  samples: 40,
  explanation: '',
  quiet: null,
  ...change,
});
const why = (change: Partial<Decision>) => whyOf(NEW_RULE, decision(change));

it('says why a group is what it is', () => {
  expect(why({})).toBe('well (of 40)');
  expect(why({ status: 'pending', point: 'breach' })).toBe(
    'beyond the limit (of 40); waits for 2 bad of 3 minutes',
  );
  expect(why({ point: 'missing', samples: 3 })).toBe('3 of at least 20 invocations, which means nothing');
  expect(why({ point: 'missing', samples: 0 })).toBe('no data, which means nothing');
  expect(why({ status: 'recovering', point: 'clear' })).toContain('waits for 30 good minutes');
  expect(why({ status: 'firing', point: 'breach', quiet: 'muted' })).toContain('a mute window is open');
  expect(why({ status: 'firing', point: 'breach', explanation: 'it was 3 a week ago' })).toContain(
    'it was 3 a week ago',
  );
});
