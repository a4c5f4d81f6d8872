import { expect, test } from 'vitest';
import { coldCause } from './cold-causes';

const MINUTE = 60_000;
const seen = new Map([
  ['v1', 0],
  ['v2', 100 * MINUTE],
]);

test.each([
  ['soon after its version appeared', { version: 'v2', startTime: 104 * MINUTE, isBusy: true }, 'deployment'],
  ['long after, while others run', { version: 'v1', startTime: 104 * MINUTE, isBusy: true }, 'busy'],
  ['long after, with nothing running', { version: 'v1', startTime: 104 * MINUTE, isBusy: false }, 'idle'],
  [
    'ten minutes after its version appeared',
    { version: 'v2', startTime: 110 * MINUTE, isBusy: false },
    'idle',
  ],
  ['of an unknown version', { version: null, startTime: 1, isBusy: false }, 'idle'],
])('a cold start %s', (_, facts, cause) => {
  expect(coldCause(facts, seen)).toBe(cause);
});
