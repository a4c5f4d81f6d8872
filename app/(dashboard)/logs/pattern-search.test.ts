import { expect, it } from 'vitest';
import { patternSearch } from './pattern-search';

it('stays with what the patterns were searched for', () => {
  expect(patternSearch('"took" "ms"', '@tenant:42 slow')).toBe('@tenant:42 slow "took" "ms"');
  expect(patternSearch('"took" "ms"', undefined)).toBe('"took" "ms"');
});

it('finds the shape alone where both cannot be asked for', () => {
  expect(patternSearch('"took"', 'x'.repeat(495))).toBe('"took"');
  expect(patternSearch('"took"', '"not closed')).toBe('"took"');
});
