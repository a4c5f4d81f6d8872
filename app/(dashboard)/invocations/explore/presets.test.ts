import { expect, test } from 'vitest';
import type { TotalsView } from '@/core/model/views';
import { presetsFor } from './presets';

const totals = {
  invocations: 10,
  unpricedInvocations: 5,
  durationMs: { avg: 1, p50: 1, p95: 123.456, p99: 1, max: 1 },
  costUsd: '0.00005',
} as TotalsView;

test('slow and costly follow the figures of what is shown', () => {
  const params = Object.fromEntries(presetsFor(totals).map((one) => [one.label, one.params]));
  expect(params).toEqual({
    Errors: { failed: 'true' },
    Timeouts: { outcome: 'timeout' },
    Slow: { minDurationMs: '123' },
    Cold: { coldStart: 'true' },
    Costly: { minCostUsd: '0.00003' },
  });
});

test('without durations and cost there is no slow and no costly', () => {
  const none = { ...totals, durationMs: { ...totals.durationMs, p95: null }, costUsd: null };
  expect(presetsFor(none).map(({ label }) => label)).toEqual(['Errors', 'Timeouts', 'Cold']);
});
