import { expect, test } from 'vitest';
import type { SeriesPointView } from '@/core/model/views';
import { headroomOf, peakConcurrency } from './headroom';

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
