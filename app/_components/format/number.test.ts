import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { formatCount, formatMemory, formatPercent, roundedDown } from './number';

describe('formatCount', () => {
  it('writes small counts in full and large ones compactly', () => {
    expect([0, 9_999, 12_345, 1_500_000].map(formatCount)).toEqual(['0', '9,999', '12.3K', '1.5M']);
  });
  it('shows a dash, never 0, for an unknown figure', () => {
    expect([formatCount(null), formatPercent(null), formatMemory(null)]).toEqual(['–', '–', '–']);
  });
});

describe('formatPercent', () => {
  it('keeps more digits for smaller rates', () => {
    expect([0, 0.00001, 0.0025, 0.034, 0.27, 1].map(formatPercent)).toEqual([
      '0%',
      '<0.01%',
      '0.25%',
      '3.4%',
      '27%',
      '100%',
    ]);
  });
  it('says neither 0% nor 100% unless it is exactly that', () => {
    fc.assert(
      fc.property(fc.double({ min: 1e-9, max: 0.9994, noNaN: true }), (rate) => {
        expect(['0%', '100%']).not.toContain(formatPercent(rate));
      }),
    );
  });
});

describe('roundedDown', () => {
  it('keeps few digits and never goes up', () => {
    expect([123.456, 125.9, 99.96, 0.0001999, 1000].map((value) => roundedDown(value, 3))).toEqual([
      123, 125, 99.9, 0.000199, 1000,
    ]);
    fc.assert(
      fc.property(fc.double({ min: 1e-9, max: 1e9, noNaN: true }), (value) => {
        const rounded = roundedDown(value, 2);
        expect(rounded).toBeLessThanOrEqual(value);
        expect(rounded).toBeGreaterThan(value * 0.89);
      }),
    );
  });
});

describe('formatMemory', () => {
  it('turns to GB at 1,024 MB', () => {
    expect([128, 1024, 1769].map(formatMemory)).toEqual(['128 MB', '1 GB', '1.73 GB']);
  });
});
