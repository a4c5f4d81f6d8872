import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { BETWEEN_HISTOGRAMS, DurationHistogram } from './histogram';

/** From a nanosecond to centuries, many of them close together, and zero. */
const duration = fc.oneof(
  fc.constant(0),
  fc.integer({ min: 1, max: 100 }),
  fc.integer({ min: 1_000_000, max: 2_000_000 }),
  fc.double({ min: 0, max: 43.6, noNaN: true }).map((power) => Math.floor(Math.exp(power))),
);
const durations = fc.array(duration, { maxLength: 300 });

function histogramOf(values: readonly number[]): DurationHistogram {
  const histogram = new DurationHistogram();
  for (const value of values) histogram.record(value);
  return histogram;
}

/** Nearest rank. */
function exactPercentile(values: readonly number[], q: number): number | null {
  const sorted = [...values].sort((a, b) => a - b);
  return sorted[Math.max(0, Math.ceil(q * sorted.length) - 1)] ?? null;
}

describe('a duration histogram', () => {
  test('gives every percentile within 1 % of the exact one', () => {
    fc.assert(
      fc.property(durations, fc.double({ min: 0, max: 1, noNaN: true }), (values, q) => {
        const exact = exactPercentile(values, q);
        const estimate = histogramOf(values).percentile(q);
        if (exact === null || estimate === null) expect(estimate).toBe(exact);
        else expect(Math.abs(estimate - exact)).toBeLessThanOrEqual(exact * 0.01);
      }),
      { numRuns: 500 },
    );
  });

  test('merged in pieces equals the histogram of all values', () => {
    fc.assert(
      fc.property(durations, durations, (some, others) => {
        const merged = new DurationHistogram();
        merged.mergeBytes(histogramOf(some).toBytes());
        merged.mergeBytes(histogramOf(others).toBytes());
        const whole = histogramOf([...some, ...others]);
        expect(merged.toBytes()).toEqual(whole.toBytes());
        const joined = new DurationHistogram();
        const parts = [histogramOf(some).toBytes(), histogramOf(others).toBytes()];
        joined.mergeBytes(Buffer.concat(parts.flatMap((one) => [one, BETWEEN_HISTOGRAMS]).slice(0, -1)));
        expect(joined.toBytes()).toEqual(whole.toBytes());
        expect([joined.count(), joined.percentile(0), joined.percentile(1)]).toEqual([
          whole.count(),
          whole.percentile(0),
          whole.percentile(1),
        ]);
      }),
    );
  });

  test('values taken out again leave what was there before', () => {
    fc.assert(
      fc.property(durations, durations, (kept, removed) => {
        const one = histogramOf([...kept, ...removed]);
        for (const value of removed) one.record(value, -1);
        expect(one.toBytes()).toEqual(histogramOf(kept).toBytes());
      }),
    );
  });

  test('is empty after clear, and an empty one has no percentile and no bytes', () => {
    const histogram = histogramOf([0, 5, 1e9]);
    histogram.clear();
    expect(histogram.percentile(0.5)).toBeNull();
    expect(histogram.toBytes()).toHaveLength(0);
  });

  test('is small: a day of durations over three decades takes less than 1.5 kB', () => {
    const values = Array.from({ length: 100_000 }, (_, index) => Math.floor(1e6 * 1000 ** (index / 100_000)));
    expect(histogramOf(values).toBytes().length).toBeLessThan(1500);
  });

  test('refuses bytes that it did not make', () => {
    const histogram = new DurationHistogram();
    expect(() => histogram.mergeBytes(Uint8Array.of(0x80))).toThrow(RangeError);
    expect(() => histogram.mergeBytes(Uint8Array.of(0xff, 0xff, 0xff, 0x7f, 1))).toThrow(RangeError);
  });
});
