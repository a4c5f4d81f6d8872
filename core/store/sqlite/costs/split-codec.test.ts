import fc from 'fast-check';
import { expect, test } from 'vitest';
import { decodeSplit, encodeSplit, waitedNsOf } from './split-codec';

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

test('how long an invocation waited is told of its bytes as of what they say', () => {
  fc.assert(
    fc.property(split, (one) => {
      const stored = encodeSplit(one, () => 300);
      const waited = decodeSplit(stored).waiting.reduce((sum, { waitedNs }) => sum + waitedNs, 0n);
      expect(waited).toBe(one.waiting.reduce((sum, { waitedNs }) => sum + BigInt(waitedNs), 0n));
      expect(waitedNsOf(stored)).toBe(waited);
    }),
  );
});
