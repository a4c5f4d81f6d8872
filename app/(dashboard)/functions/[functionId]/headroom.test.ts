import { expect, test } from 'vitest';
import type { SeriesPointView } from '@/core/model/views';
import { concurrencyText, headroomOf, peakConcurrency } from './headroom';

test.each([
  [0.2, 'enough'],
  [0.8, 'little'],
  [0.95, 'none'],
  [1.2, 'none'],
])('%d of a limit leaves %s', (share, state) => {
  expect(headroomOf(share)).toEqual({ share, state });
});

test('what is not known has no headroom', () => expect(headroomOf(null)).toBeNull());

test('the busiest step tells how many ran at once', () => {
  const point = (invocations: number, avg: number | null) =>
    ({ invocations, durationMs: { avg } }) as SeriesPointView;
  const series = [point(0, null), point(60, 500), point(120, 1000)];
  expect(peakConcurrency({ series, stepMs: 60_000 })).toBe(2);
  expect(peakConcurrency({ series: [point(0, null)], stepMs: 60_000 })).toBeNull();
});

test('concurrency is told of the limit that was stated, and without one that it is not known', () => {
  expect(concurrencyText(2, 60_000, 1000)).toMatch(/^about 2\.0 at once .*: 0\.2% of the 1,000 /);
  expect(concurrencyText(1234.4, 60_000, null)).toMatch(/^about 1,234 at once .*; no telemetry tells/);
});
