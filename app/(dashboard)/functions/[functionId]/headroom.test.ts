import { expect, test } from 'vitest';
import type { SeriesPointView, TotalsView } from '@/core/model/views';
import { concurrencyText, headroomOf, peakConcurrency, throttledText } from './headroom';

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
  expect(concurrencyText(2, 60_000, 1000)).toMatch(
    /^about 2\.0 at once in the busiest minute: 0\.2% of the 1,000 /,
  );
  expect(concurrencyText(1234.4, 60_000, null)).toMatch(/^about 1,234 at once .*; no telemetry tells/);
});

test('what a platform only counts as throttled leads to no list, because it has no rows', () => {
  const of = (throttles: number | null, throttled: number) =>
    throttledText({ throttles, outcomes: { throttled } as TotalsView['outcomes'] });
  expect(of(null, 0)).toEqual({ text: 'throttles not reported', hasRows: false });
  expect(of(0, 0)).toEqual({ text: '0 throttled', hasRows: false });
  expect(of(1234, 0)).toEqual({ text: '1,234 throttled', hasRows: false });
  expect(of(3, 3)).toEqual({ text: '3 throttled', hasRows: true });
  expect(of(7, 3)).toEqual({ text: '3 throttled, 4 more only counted', hasRows: true });
});
