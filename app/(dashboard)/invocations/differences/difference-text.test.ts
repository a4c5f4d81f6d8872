import { expect, test } from 'vitest';
import type { Difference } from '@/core/model/explore/rank-differences';
import { differenceNarrowing, differenceText } from './difference-text';

function difference(set: Partial<Difference>): Difference {
  return {
    kind: 'attribute',
    key: 'retries',
    value: '3',
    comparison: 'is',
    selectedShare: 1,
    restShare: 0,
    score: 1,
    values: [],
    ...set,
  };
}

test.each([
  [{}, 'retries is 3'],
  [{ comparison: 'atLeast' }, 'retries ≥ 3'],
  [{ comparison: 'below' }, 'retries < 3'],
  [{ comparison: 'present', value: null }, 'has retries'],
  [{ comparison: 'absent', value: null }, 'has no retries'],
  [{ kind: 'field', key: 'coldStart', value: 'true' }, 'Cold start is cold'],
  [{ kind: 'field', key: 'version', value: '' }, 'Version is none'],
  [{ kind: 'field', key: 'function', value: 'f1' }, 'Function is checkout'],
] as const)('%j reads as %s', (set, text) => {
  expect(differenceText(difference(set), new Map([['f1', 'checkout']]))).toBe(text);
});

test('fields and promoted attributes narrow a list, other attributes do not', () => {
  expect(differenceNarrowing(difference({ kind: 'field', key: 'version', value: '' }), [])).toEqual({
    name: 'version',
    value: '(none)',
  });
  expect(differenceNarrowing(difference({}), ['retries'])).toEqual({ name: 'attribute.retries', value: '3' });
  expect(differenceNarrowing(difference({}), [])).toBeNull();
  expect(differenceNarrowing(difference({ comparison: 'below' }), ['retries'])).toBeNull();
});
