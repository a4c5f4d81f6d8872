import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { formatMoney, formatMoneyExact, missingPlaces, mostPlaces } from './money';

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

describe('amounts of a column', () => {
  const column = ['12345.6', '12.5', '0.5', '0.000417', '0', null];

  it('have as many decimals as the one that shows most, with what each lacks', () => {
    const places = mostPlaces(column);
    const shown = column.map(formatMoney);
    expect(shown.map((text) => text + missingPlaces(text, places))).toEqual([
      '$12,346.000000',
      '$12.500000',
      '$0.500000',
      '$0.000417',
      '$0.000000',
      '–.000000',
    ]);
  });
  it('lack nothing where none has decimals, or there is none', () => {
    expect(missingPlaces('$12,346', mostPlaces(['12345.6', null]))).toBe('');
    expect(mostPlaces([])).toBe(0);
  });
});
