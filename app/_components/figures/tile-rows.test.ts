import { expect, test } from 'vitest';
import type { FiguresView, TotalsView } from '@/core/model/views';
import { withRows } from './tile-rows';
import { figureTiles } from './tiles';

const totals: TotalsView = {
  invocations: 200,
  errors: 10,
  errorRate: 0.05,
  outcomes: { ok: 0, error: 0, timeout: 0, oom: 0, throttled: 0 },
  timeouts: 2,
  ooms: 0,
  throttles: null,
  coldStarts: 4,
  coldStartRate: 0.02,
  durationMs: { avg: 100, p50: 80, p95: 200, p99: 400, max: 500 },
  initMs: { p50: null, p95: null },
  memoryShare: { p50: null, max: null },
  costUsd: '0.0004',
  unpricedInvocations: 0,
  coverage: null,
};
const figures: FiguresView = {
  from: '2026-11-01T10:00:00.000Z',
  to: '2026-11-01T11:00:00.000Z',
  stepMs: 60_000,
  totals,
  previous: totals,
  series: [{ t: '2026-11-01T10:00:00.000Z', ...totals }],
};

test.each([
  ['Invocations', '/invocations', {}],
  ['Errors', '/invocations', { failed: 'true' }],
  ['Cold starts', '/invocations', { coldStart: 'true' }],
  ['Duration p95', '/invocations', { minDurationMs: '200' }],
  ['Cost', '/costs', {}],
])('%s leads to its rows, in the whole minutes that it counts', (label, path, narrowing) => {
  const tiles = withRows(figureTiles(totals, totals), figures, { from: 'now-1h', to: 'now' }, 'f1');
  const url = new URL(tiles.find((tile) => tile.label === label)?.href ?? '', 'http://localhost');
  expect(url.pathname).toBe(path);
  expect(Object.fromEntries(url.searchParams)).toEqual({
    from: figures.from,
    to: figures.to,
    functionId: 'f1',
    ...narrowing,
  });
});

test('every tile has a line over time', () => {
  const tiles = withRows(figureTiles(totals, totals), figures, { from: 'now-1h', to: 'now' });
  expect(tiles.map(({ spark }) => spark?.values.length)).toEqual(tiles.map(() => 1));
});
