import { expect, test } from 'vitest';
import { spanCount } from './span-count';

test.each([
  [1200, 0, '1,200'],
  [1200.4, 79.6, '1,200 ± 80'],
  [3, null, 'about 3'],
])('%d spans with a standard error of %s are %s', (count, standardError, text) => {
  expect(spanCount({ count, standardError })).toBe(text);
});
