import { describe, expect, it } from 'vitest';
import { buildTraceView, type StoredSpan } from './trace-view';

const BEGIN = Date.parse('2026-11-01T10:00:00Z');

function span(
  spanId: string,
  parentSpanId: string | null,
  from: number,
  to: number,
  service: string,
  kind: StoredSpan['kind'],
): StoredSpan {
  return {
    spanId,
    parentSpanId,
    name: spanId,
    kind,
    service,
    startTime: BEGIN + from,
    durationMs: to - from,
    status: 'unset',
    statusMessage: '',
    isInit: false,
    eventCount: 0,
    logCount: 0,
  };
}

function drawn(...spans: readonly StoredSpan[]) {
  const view = buildTraceView({ traceId: 't', spans, spanCount: spans.length, invocations: [] });
  const places = view.spans.map(({ spanId, offsetMs, skewMs }) => [spanId, offsetMs, skewMs]);
  return { ...view, places };
}

describe('clocks that differ', () => {
  it('puts a server that seems to begin before its caller into the middle of the call, with all below it', () => {
    const { places, warnings, durationMs, spans } = drawn(
      span('call', null, 0, 100, 'shop', 'client'),
      span('serve', 'call', -500, -440, 'pay', 'server'),
      span('query', 'serve', -490, -450, 'pay', 'client'),
    );
    expect(places).toEqual([
      ['call', 0, 0],
      ['serve', 20, 520],
      ['query', 30, 520],
    ]);
    expect(durationMs).toBe(100);
    expect(spans[1]?.startTime).toBe(new Date(BEGIN - 500).toISOString());
    expect(warnings).toEqual(['the clock of pay is behind: 2 spans are drawn 520 ms later than sent']);
  });
  it('lets a consumer that seems to begin before its producer begin with it', () => {
    const { places } = drawn(
      span('send', null, 0, 5, 'shop', 'producer'),
      span('work', 'send', -7, -6, 'worker', 'consumer'),
    );
    expect(places[1]).toEqual(['work', 0, 7]);
  });
  it('moves nothing within one service, by a millisecond, or because it ends late', () => {
    const { places } = drawn(
      span('a', null, 0, 10, 'shop', 'client'),
      span('same', 'a', -5, 3, 'shop', 'server'),
      span('close', 'a', -0.5, 3, 'pay', 'server'),
      span('late', 'a', 5, 900, 'pay', 'server'),
    );
    expect(places.map(([id, , skew]) => [id, skew])).toEqual([
      ['a', 0],
      ['same', 0],
      ['close', 0],
      ['late', 0],
    ]);
  });
  it('measures the next hop from the one that was moved', () => {
    const { places } = drawn(
      span('a', null, 0, 100, 'one', 'client'),
      span('b', 'a', -50, 50, 'two', 'client'),
      span('c', 'b', 10, 20, 'three', 'internal'),
    );
    expect(places).toEqual([
      ['a', 0, 0],
      ['b', 0, 50],
      ['c', 10, 0],
    ]);
  });
});
