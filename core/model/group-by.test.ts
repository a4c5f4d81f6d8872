import { expect, it } from 'vitest';
import { groupBy } from './group-by';

it('keeps the order in which keys and items first occur', () => {
  const groups = groupBy(['cat', 'bird', 'dog', 'bear', 'ant'], (word) => word.length);
  expect([...groups]).toEqual([
    [3, ['cat', 'dog', 'ant']],
    [4, ['bird', 'bear']],
  ]);
});

it('has no group without items', () => {
  expect(groupBy([], String).size).toBe(0);
});
