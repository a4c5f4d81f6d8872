import { describe, expect, test } from 'vitest';
import type { Span } from '../../model/telemetry';
import { MS, span, spanId, T0_NS, traceId } from '../contract/fixtures';
import { startOfTrace, summariseTrace } from './trace-summary';

const at = (id: number, startMs: bigint, set: Partial<Span> = {}): Span =>
  span({
    traceId: traceId(1),
    spanId: spanId(id),
    name: `span ${id}`,
    startNs: T0_NS + startMs * MS,
    endNs: T0_NS + (startMs + 1n) * MS,
    ...set,
  });
const parent = (id: number) => ({ parentSpanId: spanId(id) });
const summary = (...spans: readonly Span[]) => summariseTrace(new Map(spans.map((one) => [one.spanId, one])));

describe('the summary of a trace', () => {
  test('covers all spans from the earliest start to the latest end, and counts those that failed', () => {
    const late = at(3, 1n, { endNs: T0_NS + 90n * MS, status: 'error' });
    expect(summary(at(1, 5n), at(2, 2n), late)).toMatchObject({
      startNs: T0_NS + MS,
      durationNs: 89n * MS,
      spanCount: 3,
      errorCount: 1,
    });
  });

  test('names the span without a stored parent that starts first, of equal ones that with the lower id', () => {
    expect(summary(at(2, 5n), at(1, 1n, parent(2)))?.root.name).toBe('span 2');
    expect(summary(at(1, 5n, parent(9)), at(2, 6n))?.root.name).toBe('span 1');
    expect(summary(at(2, 5n), at(1, 5n))?.root.name).toBe('span 1');
    expect(summary(at(1, 5n, parent(1)), at(2, 6n))?.root.name).toBe('span 1');
  });

  test('names the first span of all where parents go round in a circle', () => {
    expect(summary(at(1, 7n, parent(2)), at(2, 5n, parent(1)))?.root.name).toBe('span 2');
  });

  test('of no spans is null, and so is the start', () => {
    expect(summary()).toBeNull();
    expect(startOfTrace(new Map())).toBeNull();
  });
});
