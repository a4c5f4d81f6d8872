import { expect, test } from 'vitest';
import { filterParams, readFilters } from './read-filters';

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
  const filters = readFilters(params);
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
    readFilters({
      functionId: 'x',
      errorsOnly: 'yes',
      minDurationMs: '-1',
      minCostUsd: 'much',
      'attribute.': 'a',
      'attribute.empty': '',
    }),
  ).toEqual({});
});
