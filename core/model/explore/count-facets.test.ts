import { expect, it } from 'vitest';
import { countBy, facetText, tellingKeys } from './count-facets';

it('counts each value of a row once, the most frequent first', () => {
  const rows = [['b', 'a'], ['a'], [], ['c', 'a'], ['b']];
  const groups = countBy(rows, (names) => names.map((value) => ({ value, label: `is ${value}` })), 2);
  expect(groups).toEqual([
    { value: 'a', label: 'is a', count: 3 },
    { value: 'b', label: 'is b', count: 2 },
  ]);
});

it('finds the attributes that tell rows apart, not those that name each row or are always the same', () => {
  const rows = Array.from({ length: 60 }, (_, no) => ({
    'order.id': no,
    region: 'same',
    tenant: `t${no % 3}`,
    ...(no % 2 === 0 ? { retried: no % 4 === 0 } : {}),
    list: ['a', 'b'],
    stack: 'x'.repeat(500),
  }));
  expect(tellingKeys(rows)).toEqual(['tenant', 'retried']);
  expect(tellingKeys([])).toEqual([]);
});

it('offers texts, numbers and booleans, but nothing long or nested', () => {
  expect([facetText('a'), facetText(0), facetText(false)]).toEqual(['a', '0', 'false']);
  expect([facetText(''), facetText('x'.repeat(101)), facetText(['a']), facetText(undefined)]).toEqual([
    null,
    null,
    null,
    null,
  ]);
});
