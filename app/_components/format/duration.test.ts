import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { formatDuration, perStep } from './duration';

describe('formatDuration', () => {
  it('picks the unit that a person would', () => {
    expect([0, 0.085, 1.24, 12.34, 348.4, 2500, 65_000, 3_900_000, 90_000_000].map(formatDuration)).toEqual([
      '0 ms',
      '85 µs',
      '1.24 ms',
      '12.3 ms',
      '348 ms',
      '2.5 s',
      '1m 5s',
      '1h 5m',
      '1d 1h',
    ]);
  });
  it('moves to the next unit instead of showing 1000 or 60 of the smaller', () => {
    expect([0.99999, 999.9, 59_999, 3_599_900].map(formatDuration)).toEqual(['1 ms', '1 s', '1m', '1h']);
  });
  it('keeps round hundreds whole', () => {
    expect([100, 200, 1000, 10_000].map(formatDuration)).toEqual(['100 ms', '200 ms', '1 s', '10 s']);
  });
  it('shows a dash when there is no duration', () => {
    expect(formatDuration(null)).toBe('–');
  });
  it('never shows an exponent, NaN or an empty number', () => {
    fc.assert(
      fc.property(fc.double({ min: 0.0005, max: 1e12, noNaN: true }), (ms) => {
        expect(formatDuration(ms)).toMatch(/^\d+(\.\d+)?(ms|[ ]?(µs|ms|s|m|h|d))( \d+[smh])?$/);
      }),
    );
  });
});

describe('perStep', () => {
  it('names the step in its largest whole unit', () => {
    expect([60_000, 300_000, 3_600_000, 7_200_000, 86_400_000].map(perStep)).toEqual([
      'per minute',
      'per 5 minutes',
      'per hour',
      'per 2 hours',
      'per day',
    ]);
  });
});
