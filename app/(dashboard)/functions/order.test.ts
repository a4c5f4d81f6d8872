import { describe, expect, it } from 'vitest';
import type { FunctionView } from '@/core/model/views';
import { DEFAULT_ORDER, nextOrder, ordered, parseOrder } from './order';

function fn(name: string, costUsd: string | null): FunctionView {
  return {
    id: name,
    name,
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
    invocations: 1,
    errors: 0,
    errorRate: 0,
    outcomes: { ok: 0, error: 0, timeout: 0, oom: 0, throttled: 0 },
    timeouts: 0,
    ooms: 0,
    throttles: null,
    coldStarts: 0,
    coldStartRate: 0,
    durationMs: { avg: null, p50: null, p95: null, p99: null, max: null },
    costUsd,
    unpricedInvocations: 0,
    coverage: null,
    initMs: { p50: null, p95: null },
    memoryShare: { p50: null, max: null },
  };
}
const names = (functions: readonly FunctionView[]) => functions.map((one) => one.name).join('');

describe('ordered', () => {
  const functions = [fn('c', '0.0000100'), fn('a', null), fn('b', '0.000009'), fn('d', '0.00001')];
  it('orders money as numbers, ties by name, and unknown figures last either way', () => {
    expect(names(ordered(functions, { key: 'cost', direction: 'ascending' }))).toBe('bcda');
    expect(names(ordered(functions, { key: 'cost', direction: 'descending' }))).toBe('cdba');
  });
  it('leaves the given list as it was', () => {
    ordered(functions, { key: 'name', direction: 'ascending' });
    expect(names(functions)).toBe('cabd');
  });
});

describe('the order in the URL', () => {
  it('is read back as it was written and falls back when it makes no sense', () => {
    expect(parseOrder('cost.asc')).toEqual({ key: 'cost', direction: 'ascending' });
    expect(parseOrder('toString')).toEqual(DEFAULT_ORDER);
    expect(parseOrder(undefined)).toEqual(DEFAULT_ORDER);
  });
  it('turns around on the second click; names begin at a, figures at the largest', () => {
    expect([nextOrder('name', DEFAULT_ORDER), nextOrder('cost', DEFAULT_ORDER)]).toEqual([
      'name.asc',
      'cost',
    ]);
    expect(nextOrder('invocations', DEFAULT_ORDER)).toBe('invocations.asc');
  });
});
