import { expect, test } from 'vitest';
import { filterParams } from '../url/filter-values';
import { readTraceFilters } from './trace-filters';

test('filters come from the URL and go back into it as they were', () => {
  const params = {
    functionId: '0123456789abcdef',
    errorsOnly: 'true',
    rootName: 'GET /pay',
    minDurationMs: '100',
    maxDurationMs: '1000',
    minCostUsd: '0.01',
    q: 'pay',
    'attribute.http.route': '/pay',
  };
  const filters = readTraceFilters(params);
  expect(filters).toMatchObject({
    errorsOnly: true,
    minDurationMs: 100,
    attribute: { 'http.route': '/pay' },
  });
  const back = Object.entries(filterParams(filters)).map(([name, value]) => [name, String(value)]);
  expect(Object.fromEntries(back)).toEqual(params);
});

test('what makes no sense is as if it were absent', () => {
  expect(
    readTraceFilters({
      functionId: 'x',
      errorsOnly: 'yes',
      minDurationMs: '-1',
      minCostUsd: 'much',
      'attribute.': 'a',
      'attribute.empty': '',
    }),
  ).toEqual({});
});

test('a root span is asked for by its whole name, however long and with its spaces', () => {
  const long = `${'x'.repeat(1020)} `;
  expect(readTraceFilters({ rootName: long })).toEqual({ rootName: long });
  expect(readTraceFilters({ rootName: 'x'.repeat(1025) })).toEqual({});
});

test('the first attribute that has a value counts, also one with a long key', () => {
  expect(readTraceFilters({ 'attribute.a': '', 'attribute.b': 'x', 'attribute.c': 'y' })).toEqual({
    attribute: { b: 'x' },
  });
  const long = 'k'.repeat(256);
  expect(readTraceFilters({ [`attribute.${long}`]: 'x' })).toEqual({ attribute: { [long]: 'x' } });
  expect(readTraceFilters({ [`attribute.${long}k`]: 'x' })).toEqual({});
});
