import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { shareOut } from './share-out';

const weights = fc.array(fc.nat({ max: 2 ** 40 }), { minLength: 1, maxLength: 20 });
const amounts = fc.bigInt({ min: -(10n ** 15n), max: 10n ** 15n });

describe('shareOut', () => {
  it('gives parts that add up to the amount to the last digit', () => {
    fc.assert(
      fc.property(amounts, weights, (amount, of) => {
        expect(shareOut(amount, of).reduce((sum, part) => sum + part, 0n)).toBe(amount);
      }),
    );
  });

  it('gives each part its exact share, rounded up or down', () => {
    fc.assert(
      fc.property(fc.bigInt({ min: 0n, max: 10n ** 15n }), weights, (amount, of) => {
        const total = of.reduce((sum, one) => sum + BigInt(one), 0n);
        fc.pre(total > 0n);
        shareOut(amount, of).forEach((part, index) => {
          const below = (amount * BigInt(of[index] ?? 0)) / total;
          expect(part === below || part === below + 1n).toBe(true);
        });
      }),
    );
  });

  it('gives what cannot be divided to the largest remainders, and of equal ones to the first', () => {
    expect(shareOut(10n, [1, 1, 1])).toEqual([4n, 3n, 3n]);
    expect(shareOut(10n, [1, 2, 4])).toEqual([1n, 3n, 6n]);
  });

  it('gives the same parts in numbers as in large integers', () => {
    const small = fc.array(fc.nat({ max: 1000 }), { minLength: 1, maxLength: 20 });
    fc.assert(
      fc.property(fc.bigInt({ min: -(10n ** 6n), max: 10n ** 6n }), small, (amount, of) => {
        fc.pre(of.some((one) => one > 0));
        const factor = 2 ** 40;
        // Scaling all weights leaves every share unchanged, but the products no longer fit a number.
        expect(
          shareOut(
            amount,
            of.map((one) => one * factor),
          ),
        ).toEqual(shareOut(amount, of));
      }),
    );
  });

  it('leaves everything to the last part when nothing has weight', () => {
    expect(shareOut(7n, [0, 0])).toEqual([0n, 7n]);
  });
});
