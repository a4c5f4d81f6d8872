import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { formatMoney, formatMoneyExact } from './money';

describe('formatMoney', () => {
  it('keeps enough digits to tell tiny amounts apart', () => {
    expect(['0', '0.0000020834', '0.000417', '0.0417', '0.5', '12.5', '12345.6'].map(formatMoney)).toEqual([
      '$0',
      '$0.00000208',
      '$0.000417',
      '$0.0417',
      '$0.50',
      '$12.50',
      '$12,346',
    ]);
  });
  it('shows a dash for a cost that is not known', () => {
    expect(formatMoney(null)).toBe('–');
  });
  it('never shows a positive amount as zero or with an exponent', () => {
    fc.assert(
      fc.property(fc.bigInt({ min: 1n, max: 10n ** 15n }), (pico) => {
        const text = formatMoney(Number(pico) / 1e12);
        expect(text).toMatch(/^\$[\d,]+(\.\d+)?$/);
        expect(Number(text.replace(/[$,]/g, ''))).toBeGreaterThan(0);
      }),
    );
  });
});

describe('formatMoneyExact', () => {
  it('drops no digit', () => {
    expect(formatMoneyExact('0.000002083412')).toBe('$0.000002083412');
  });
});
