import fc from 'fast-check';
import { expect, it } from 'vitest';
import { ranked } from './ranked';

it('finds what sorting would put at each rank, in whatever order they are asked for', () => {
  const value = fc.oneof(fc.integer({ min: 0, max: 5 }), fc.double({ noNaN: true, noDefaultInfinity: true }));
  fc.assert(
    fc.property(fc.array(value, { maxLength: 200 }), fc.array(fc.nat({ max: 210 })), (values, ranks) => {
      const moved = Float64Array.from(values);
      const sorted = Float64Array.from(values).sort();
      // Adding 0 makes a negative zero the other one, which sorting tells apart and comparing does not.
      const plain = (value: number | undefined) => (value ?? 1e9) + 0;
      expect(ranked(moved, ranks).map(plain)).toEqual(ranks.map((rank) => plain(sorted[rank])));
    }),
  );
});
