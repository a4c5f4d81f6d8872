import { expect, it } from 'vitest';
import { fillingIn } from './filling-in';

const FROM = Date.parse('2026-11-24T10:00:00Z');

it('names the attributes whose values older invocations of the range may still lack', () => {
  const promoted = [
    { key: 'tenant', completeSince: '2026-11-24T11:00:00.000Z' },
    { key: 'plan', completeSince: '2026-11-24T11:00:00.000Z' },
    { key: 'route', completeSince: '2026-11-24T09:00:00.000Z' },
    { key: 'colour', completeSince: null },
  ];
  expect(fillingIn(promoted, ['tenant', 'route', 'colour'], FROM)).toEqual([
    { key: 'tenant', before: '2026-11-24T11:00:00.000Z' },
  ]);
  expect(fillingIn(promoted, [], FROM)).toEqual([]);
});
