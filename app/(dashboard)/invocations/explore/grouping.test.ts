import { expect, it } from 'vitest';
import { readGrouping } from './grouping';

it('groups by fields, by attributes that are promoted, and by all others of spans', () => {
  const grouped = (groupBy?: string) => readGrouping(groupBy === undefined ? {} : { groupBy }, ['tenant']);
  expect(grouped()).toBeNull();
  expect(grouped(' ')).toBeNull();
  expect(grouped('outcome')).toEqual({ key: 'outcome', kind: 'field' });
  expect(grouped('tenant')).toEqual({ key: 'tenant', kind: 'attribute' });
  expect(grouped('http.route')).toEqual({ key: 'http.route', kind: 'spans' });
});
