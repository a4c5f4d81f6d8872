import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { TraceSpanView } from '@/core/model/views';
import { axisTicks, placeOn, traceAxis } from './axis';
import { ROW_HEIGHT, rowTop, rowWindow } from './row-window';
import { visibleRows } from './rows';
import { serviceColors } from './service-colors';

function span(spanId: string, parentSpanId: string | null, offsetMs = 0, durationMs = 10): TraceSpanView {
  return {
    spanId,
    parentSpanId,
    name: spanId,
    kind: 'internal',
    service: 's',
    functionId: null,
    invocationId: null,
    startTime: '',
    offsetMs,
    durationMs,
    selfMs: durationMs,
    status: 'unset',
    statusMessage: '',
    isInvocation: false,
    coldStart: null,
    onCriticalPath: false,
    costUsd: null,
    eventCount: 0,
    logCount: 0,
  };
}
const shape = (spans: TraceSpanView[], collapsed: string[] = []) =>
  visibleRows(spans, new Set(collapsed)).map((row) => `${row.span.spanId}${row.depth}+${row.descendants}`);

describe('visibleRows', () => {
  const tree = [span('a', null), span('b', 'a'), span('c', 'b'), span('d', 'a'), span('e', null)];
  it('nests children and counts what lies below', () => {
    expect(shape(tree)).toEqual(['a0+3', 'b1+1', 'c2+0', 'd1+0', 'e0+0']);
  });
  it('hides everything below a collapsed span, and only that', () => {
    expect(shape(tree, ['b'])).toEqual(['a0+3', 'b1+1', 'd1+0', 'e0+0']);
    expect(shape(tree, ['a'])).toEqual(['a0+3', 'e0+0']);
  });
  it('tells each row where its parent is among the rows that are shown', () => {
    expect(visibleRows(tree, new Set(['b'])).map((row) => row.parent)).toEqual([null, 0, 0, null]);
  });
  it('shows orphans, self-parents and cycles as roots', () => {
    expect(shape([span('a', 'gone'), span('b', 'b'), span('c', 'd'), span('d', 'c')])).toEqual([
      'a0+0',
      'b0+0',
      'c0+1',
      'd1+0',
    ]);
  });
  it('shows every span of any parentage exactly once when nothing is collapsed', () => {
    const parentage = fc.array(fc.option(fc.integer({ min: 0, max: 30 })), { maxLength: 30 });
    fc.assert(
      fc.property(parentage, (parents) => {
        const spans = parents.map((parent, index) => span(`${index}`, parent === null ? null : `${parent}`));
        expect(visibleRows(spans, new Set()).map((row) => row.span)).toEqual(spans);
      }),
    );
  });
});

describe('the time axis', () => {
  it('begins before the trace when an init came before the handler', () => {
    const trace = { spans: [span('a', null, 0, 100)], durationMs: 100, invocations: [] };
    expect(traceAxis(trace)).toEqual({ startMs: 0, endMs: 100 });
    const cold = { spanId: 'a', initDurationMs: 250 } as (typeof trace.invocations)[number];
    expect(traceAxis({ ...trace, invocations: [cold] })).toEqual({ startMs: -250, endMs: 100 });
  });
  it('places intervals in percent and never outside', () => {
    const axis = { startMs: -100, endMs: 300 };
    expect(placeOn(axis, 0, 100)).toEqual({ left: 25, width: 25 });
    expect(placeOn(axis, 250, 900)).toEqual({ left: 87.5, width: 12.5 });
    expect(placeOn(axis, 400, 10)).toEqual({ left: 100, width: 0 });
  });
  it('has a length even for a trace of no duration', () => {
    expect(traceAxis({ spans: [span('a', null, 0, 0)], durationMs: 0, invocations: [] }).endMs).toBe(1);
  });
  it('has round ticks', () => {
    expect(axisTicks({ startMs: -250, endMs: 700 }, 5)).toEqual([-200, 0, 200, 400, 600]);
    expect(axisTicks({ startMs: 0, endMs: 0.7 }, 5)).toEqual([0, 0.2, 0.4, 0.6]);
  });
});

describe('rowWindow', () => {
  it('draws only what can be seen, however long the trace', () => {
    const view = rowWindow({ count: 100_000, open: null, top: 50_000, bottom: 51_000 });
    expect(view.last - view.first).toBeLessThan(70);
    expect(view.first * ROW_HEIGHT).toBeLessThan(50_000);
  });
  it('fills the visible part and keeps the height of the whole', () => {
    const open = fc.option(fc.record({ index: fc.nat(199), height: fc.nat(3000) }), { nil: null });
    fc.assert(
      fc.property(open, fc.nat(8000), fc.integer({ min: 1, max: 1500 }), (opened, top, height) => {
        const view = rowWindow({ count: 200, open: opened, top, bottom: top + height });
        const whole = rowTop(200, opened);
        const drawn = rowTop(view.last, opened) - rowTop(view.first, opened);
        expect(view.before + drawn + view.after).toBe(whole);
        expect(view.before).toBeLessThanOrEqual(Math.min(top, whole));
        expect(view.before + drawn).toBeGreaterThanOrEqual(Math.min(top + height, whole));
      }),
    );
  });
});

describe('serviceColors', () => {
  it('is the same in every trace and apart within one', () => {
    const one = serviceColors(['api', 'worker', 'db']);
    expect(new Set(one.values()).size).toBe(3);
    expect(serviceColors(['api']).get('api')).toBe(serviceColors(['api', 'api']).get('api'));
    expect(serviceColors(['db', 'worker', 'api'])).toEqual(one);
  });
  it('repeats colours, not forever, when there are more services than colours', () => {
    const many = serviceColors(Array.from({ length: 40 }, (_, index) => `service-${index}`));
    expect(many.size).toBe(40);
  });
});
