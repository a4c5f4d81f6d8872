import { expect, test } from 'vitest';
import { chosenColumns, columnsParam } from './chosen-columns';

const ALL = ['a', 'b', 'c', 'd'];
const USUAL = ['a', 'c'];

test('columns come in the order of the table; unknown ones and none at all are the usual ones', () => {
  expect(chosenColumns('d,b,x', ALL, USUAL, [])).toEqual(['b', 'd']);
  expect(chosenColumns('x', ALL, USUAL, [])).toEqual(USUAL);
  expect(chosenColumns(undefined, ALL, USUAL, [])).toEqual(USUAL);
});

test('a way into the rows is always there', () => {
  expect(chosenColumns('b,d', ALL, USUAL, ['a', 'c'])).toEqual(['a', 'b', 'd']);
  expect(chosenColumns('b,c', ALL, USUAL, ['a', 'c'])).toEqual(['b', 'c']);
});

test('the usual columns leave no trace in the address', () => {
  expect(columnsParam(['c', 'a'], USUAL)).toBeNull();
  expect(columnsParam([], USUAL)).toBeNull();
  expect(columnsParam(['a', 'd'], USUAL)).toBe('a,d');
});
