import { expect, it } from 'vitest';
import { groupRest } from './group-rest';

const rest = (groupBy: string, groupCount: number, otherUsd: string) =>
  groupRest({ groupBy, items: { length: 50 }, groupCount, otherUsd });

it('says what the rows that are not shown come to', () => {
  expect(rest('function', 1250, '0.5')).toBe('1,200 more: $0.50');
  expect(rest('function', 50, '0')).toBeNull();
});

it('says what of the cost no group is about', () => {
  expect(rest('dependency', 50, '2')).toBe('what was not paid to wait for others: $2.00');
  expect(rest('attribute:tenant.id', 53, '2')).toBe('3 more, and invocations without it: $2.00');
});

it('says nothing when the groups tell of more than the period, which was read before them', () => {
  expect(rest('function', 50, '-0.00000043')).toBeNull();
});

it('owns up to what is not told apart', () => {
  expect(rest('version', 50, '1')).toBe('not told apart: $1.00');
});
