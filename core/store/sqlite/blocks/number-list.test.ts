import fc from 'fast-check';
import { expect, it } from 'vitest';
import { hasNumber, packNumbers, unpackNumbers } from './number-list';

const bitsAndNumbers = fc
  .constantFrom(27, 32)
  .chain((bits) =>
    fc.tuple(
      fc.constant(bits),
      fc.uniqueArray(fc.integer({ min: 0, max: 2 ** bits - 1 }), { maxLength: 300, size: 'max' }),
      fc.integer({ min: 0, max: 2 ** bits - 1 }),
    ),
  );

it('gives back the numbers that were packed, and tells them from others', () => {
  fc.assert(
    fc.property(bitsAndNumbers, ([bits, numbers, other]) => {
      const sorted = Uint32Array.from(numbers).sort();
      const packed = packNumbers(sorted, bits);
      expect(unpackNumbers(packed, bits)).toEqual(sorted);
      for (const number of numbers) expect(hasNumber(packed, bits, number)).toBe(true);
      expect(hasNumber(packed, bits, other)).toBe(numbers.includes(other));
    }),
  );
});

it('packs what lies close together, at either end', () => {
  for (const start of [0, 2 ** 32 - 700]) {
    const run = Uint32Array.from({ length: 700 }, (_, at) => start + at);
    const packed = packNumbers(run, 32);
    expect(unpackNumbers(packed, 32)).toEqual(run);
    expect(run.every((number) => hasNumber(packed, 32, number))).toBe(true);
    expect(hasNumber(packed, 32, 2 ** 31)).toBe(false);
  }
});

it('takes about two and a half bytes for a random number among five hundred of 27 bits', () => {
  const numbers = Uint32Array.from({ length: 500 }, (_, at) => Math.imul(at, 0x9e3779b1) >>> 5).sort();
  expect(packNumbers(numbers, 27).length / numbers.length).toBeLessThan(2.7);
});
