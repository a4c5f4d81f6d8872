import { describe, expect, it } from 'vitest';
import type { TraceView } from '@/core/model/views';
import { testSpan } from '../testing/test-span';
import { spanCost } from './span-cost';

type Invocation = TraceView['invocations'][number];

function invocation(set: Partial<Invocation> = {}): Invocation {
  return {
    invocationId: null,
    traceId: 't',
    spanId: 'root',
    functionId: 'f',
    functionName: 'orders',
    environment: '',
    version: null,
    trigger: null,
    startTime: '2026-11-21T10:00:00.000Z',
    durationMs: 100,
    initDurationMs: null,
    billedDurationMs: 200,
    coldStart: null,
    outcome: 'ok',
    error: null,
    memoryMb: 512,
    maxMemoryUsedMb: null,
    costUsd: '0.0022',
    costPrecision: 'exact',
    costNote: null,
    requestKey: null,
    costLines: [],
    costSplit: {
      lines: [
        { line: 'work', costUsd: '0.0015' },
        { line: 'waiting', costUsd: '0.0005' },
        { line: 'request', costUsd: '0.0002' },
      ],
      waiting: [],
    },
    ...set,
  };
}

const span = testSpan('call', 'root', 10, 50, { functionId: 'f' });

describe('spanCost', () => {
  it('is the time of the span at the price of a billed millisecond, without the fee per request', () => {
    const found = spanCost(span, [invocation()]);
    expect(found?.perMs).toBeCloseTo(0.00001);
    expect(found?.cost).toBeCloseTo(0.0005);
  });

  it('tells executions of one function apart by their time', () => {
    const earlier = invocation({ startTime: '2026-11-21T09:00:00.000Z', billedDurationMs: 1 });
    expect(spanCost(span, [earlier, invocation()])?.invocation.billedDurationMs).toBe(200);
  });

  it('is unknown outside of invocations and without a cost', () => {
    expect(spanCost({ ...span, functionId: null }, [invocation()])).toBeNull();
    expect(spanCost(span, [invocation({ costSplit: null })])).toBeNull();
    expect(spanCost(span, [invocation({ billedDurationMs: null })])).toBeNull();
  });
});
