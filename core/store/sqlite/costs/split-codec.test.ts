import fc from 'fast-check';
import { expect, test } from 'vitest';
import { decodeSplit, encodeSplit } from './split-codec';

const amount = fc.oneof(fc.bigInt(0n, 200n), fc.bigInt(0n, 2n ** 62n));
const split = fc.record({
  lines: fc.record({
    work: amount,
    waiting: amount,
    request: amount,
    init: amount,
    telemetry: amount,
    untraced: amount,
  }),
  waiting: fc.array(
    fc.record({
      dependency: fc.constant('db'),
      waitedNs: fc.oneof(fc.integer({ min: 0, max: 200 }), fc.maxSafeNat()),
      cost: amount,
    }),
    { maxLength: 4 },
  ),
  isRetry: fc.boolean(),
});

test('a split is read as it was stored, but for the work, which is what is left of the cost', () => {
  fc.assert(
    fc.property(split, (one) => {
      const { lines, waiting, isRetry } = decodeSplit(encodeSplit(one, () => 300));
      expect(waiting).toEqual(
        one.waiting.map(({ waitedNs, cost }) => ({ no: 300n, waitedNs: BigInt(waitedNs), cost })),
      );
      const { work, ...others } = one.lines;
      expect(lines).toEqual({ ...others, waiting: waiting.reduce((sum, { cost }) => sum + cost, 0n) });
      expect(isRetry).toBe(one.isRetry);
    }),
  );
});
