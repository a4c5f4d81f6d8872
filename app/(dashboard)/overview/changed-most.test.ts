import { expect, test } from 'vitest';
import type { FunctionView } from '@/core/model/views';
import { changedMost, costPerThousand } from './changed-most';

function one(id: string, set: Partial<FunctionView> & { readonly p95?: number } = {}): FunctionView {
  const { p95 = 100, ...rest } = set;
  return {
    id,
    name: id,
    environment: '',
    service: null,
    provider: 'aws',
    platform: null,
    accountId: '',
    region: '',
    runtime: null,
    architecture: null,
    memoryMb: null,
    timeoutMs: null,
    version: null,
    firstSeen: '',
    lastSeen: '',
    invocations: 100,
    errors: 0,
    errorRate: (rest.errors ?? 0) / (rest.invocations ?? 100),
    outcomes: { ok: 0, error: 0, timeout: 0, oom: 0, throttled: 0 },
    timeouts: 0,
    ooms: 0,
    throttles: null,
    coldStarts: 0,
    coldStartRate: 0,
    durationMs: { avg: p95, p50: p95, p95, p99: p95, max: p95 },
    initMs: { p50: null, p95: null },
    memoryShare: { p50: null, max: null },
    costUsd: '0.001',
    unpricedInvocations: 0,
    coverage: null,
    ...rest,
  };
}

test('functions that got slower, costlier or failing are told, the gravest first', () => {
  const before = [one('slow'), one('dear'), one('broken'), one('same')];
  const now = [
    one('slow', { p95: 150 }),
    one('dear', { costUsd: '0.003' }),
    one('broken', { errors: 30 }),
    one('same', { p95: 110, errors: 0 }),
  ];
  expect(changedMost(now, before, 10).map(({ kind, one: { id } }) => [kind, id])).toEqual([
    ['failing', 'broken'],
    ['costlier', 'dear'],
    ['slower', 'slow'],
  ]);
  expect(changedMost(now, before, 1)).toHaveLength(1);
});

test('few invocations, a single failure and new functions say nothing', () => {
  const before = [one('rare', { invocations: 5 }), one('once')];
  const now = [one('rare', { p95: 900 }), one('once', { errors: 2 }), one('new', { errors: 90 })];
  expect(changedMost(now, before, 10)).toEqual([]);
});

test('the cost of a thousand is of those that were priced', () => {
  expect(costPerThousand(one('a', { unpricedInvocations: 50 }))).toBeCloseTo(0.02, 9);
  expect(costPerThousand(one('a', { costUsd: null, unpricedInvocations: 100 }))).toBeNull();
});
