import { expect, it } from 'vitest';
import { priceText, stateOn, tiersText } from './price-text';

it('says a price in full, in its currency', () => {
  expect([priceText('0.0000166667'), priceText('0.0000908', 'CNY'), priceText('10', 'credit')]).toEqual([
    '$0.0000166667',
    '¥0.0000908',
    '10 credits',
  ]);
});

it('says where each tier begins', () => {
  const tiers = [
    { upTo: '6000000000', price: '0.0000166667' },
    { upTo: null, price: '0.000015' },
  ];
  expect(tiersText(tiers, 'GB-second', 'USD')).toBe(
    '0 to 6,000,000,000 GB-seconds a month: $0.0000166667\nover 6,000,000,000 GB-seconds a month: $0.000015',
  );
  expect(tiersText([], 'GB-second', 'USD')).toBe('');
});

it.each([
  [null, null, 'in force'],
  ['2026-11-21', null, 'in force'],
  ['2026-11-22', null, 'not yet'],
  [null, '2026-11-22', 'in force'],
  ['2026-01-01', '2026-11-21', 'ended'],
] as const)('counts from its first day up to, and not on, its last: %s to %s is %s', (from, to, state) => {
  expect(stateOn({ from, to }, '2026-11-21')).toBe(state);
});
