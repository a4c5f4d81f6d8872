import { expect, it } from 'vitest';
import { groupingWords } from './rule-words';

it('says what a rule watches on its own', () => {
  expect(groupingWords('version')).toBe('each version of each function');
  expect(groupingWords('all')).toBe('all functions together');
  expect(groupingWords('attribute:tenant.id')).toBe('each value of tenant.id');
});
