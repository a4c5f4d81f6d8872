import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import {
  compare,
  format,
  fraction,
  minus,
  over,
  parseFraction,
  plus,
  roundUp,
  times,
  toUnits,
} from './fraction';

const numbers = fc.record({ top: fc.bigInt(-(10n ** 20n), 10n ** 20n), bottom: fc.bigInt(1n, 10n ** 12n) });

describe('fractions', () => {
  it('are read from decimals, exponents and quotients, and from nothing else', () => {
    const texts = ['0.0457', '2.1e-9', '110/720', '-3', '1e3'];
    expect(texts.map((text) => format(fraction(text), 12))).toEqual([
      '0.0457',
      '0.0000000021',
      '0.152777777778',
      '-3',
      '1000',
    ]);
    for (const text of ['', '.5', '1/0', '1/2/3', 'abc', '1e999', '0x10', 'NaN'])
      expect(parseFraction(text)).toBeNull();
  });

  it('lose nothing', () => {
    fc.assert(
      fc.property(numbers, numbers, (a, b) => {
        expect(compare(minus(plus(a, b), b), a)).toBe(0);
        if (b.top !== 0n) expect(compare(over(times(a, b), b), a)).toBe(0);
      }),
    );
  });

  it('are shown rounded half away from zero', () => {
    expect([fraction('0.125'), fraction('-0.125'), fraction('0.124')].map((one) => format(one, 2))).toEqual([
      '0.13',
      '-0.13',
      '0.12',
    ]);
    expect(toUnits(fraction('1/3'), 3)).toBe(333n);
  });

  it('round up to a step, and stay where they are on one', () => {
    const step = fraction(100);
    expect([0, 1, 100, '100.001'].map((value) => format(roundUp(fraction(value), step)))).toEqual([
      '0',
      '100',
      '100',
      '200',
    ]);
  });
});
