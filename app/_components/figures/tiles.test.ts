import { describe, expect, it } from 'vitest';
import type { TotalsView } from '@/core/model/views';
import { changeTone, figureTiles } from './tiles';

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
  costUsd: '0.0004',
  unpricedInvocations: 0,
  coverage: null,
  initMs: { p50: null, p95: null },
  memoryShare: { p50: null, max: null },
};
const previous: TotalsView = {
  ...totals,
  invocations: 100,
  errorRate: 0.02,
  durationMs: { ...totals.durationMs, p95: 400 },
};

const tile = (label: string, now = totals) => figureTiles(now, previous).find((one) => one.label === label);
const tone = (label: string) => {
  const one = tile(label);
  return one && changeTone(one);
};

describe('figureTiles', () => {
  it('judges more errors as bad, faster as good and more traffic as neither', () => {
    expect([tone('Errors'), tone('Duration p95'), tone('Invocations'), tone('Cost')]).toEqual([
      'bad',
      'good',
      'neutral',
      'neutral',
    ]);
  });
  it('shows a rate with the count behind it and its change in points', () => {
    expect(tile('Errors')).toMatchObject({ value: '5%', detail: '10', change: { text: '3.0 pp' } });
  });
  it('compares no cost with a period that had no traffic', () => {
    const silent = { ...previous, invocations: 0, costUsd: '0' };
    const cost = figureTiles(totals, silent).find((one) => one.label === 'Cost');
    expect(cost?.change).toBeNull();
  });
  it('says how many invocations the cost leaves out, and shows no 0 for a cost that is unknown', () => {
    const unpriced = { ...totals, costUsd: null, unpricedInvocations: 200 };
    expect(tile('Cost', unpriced)).toMatchObject({ value: '–', detail: '200 unpriced', change: null });
  });
});
