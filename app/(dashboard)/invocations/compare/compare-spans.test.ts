import { expect, test } from 'vitest';
import type { TraceSpanView } from '@/core/model/views';
import { compareSpans, spansBelow } from './compare-spans';

function span(spanId: string, parentSpanId: string | null, name: string, selfMs: number): TraceSpanView {
  return { spanId, parentSpanId, name, kind: 'internal', selfMs, durationMs: selfMs * 2 } as TraceSpanView;
}

test('kinds of spans are summed on both sides, what differs most first', () => {
  const a = [span('1', null, 'handler', 10), span('2', '1', 'query', 40), span('3', '1', 'query', 50)];
  const b = [span('1', null, 'handler', 12), span('2', '1', 'query', 5), span('4', '1', 'cache', 1)];
  expect(compareSpans(a, b)).toEqual([
    {
      name: 'query',
      kind: 'internal',
      a: { count: 2, durationMs: 180, selfMs: 90 },
      b: { count: 1, durationMs: 10, selfMs: 5 },
    },
    {
      name: 'handler',
      kind: 'internal',
      a: { count: 1, durationMs: 20, selfMs: 10 },
      b: { count: 1, durationMs: 24, selfMs: 12 },
    },
    {
      name: 'cache',
      kind: 'internal',
      a: { count: 0, durationMs: 0, selfMs: 0 },
      b: { count: 1, durationMs: 2, selfMs: 1 },
    },
  ]);
});

test('only the invocation and what it called is compared', () => {
  const spans = [
    span('0', null, 'gateway', 1),
    span('1', '0', 'handler', 1),
    span('2', '1', 'query', 1),
    span('3', '2', 'wait', 1),
    span('4', '0', 'other', 1),
  ];
  expect(spansBelow(spans, '1').map(({ spanId }) => spanId)).toEqual(['1', '2', '3']);
});
