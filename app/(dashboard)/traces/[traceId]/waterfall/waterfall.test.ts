import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { TraceSpanView } from '@/core/model/views';
import { ROW_HEIGHT, rowTop, rowWindow } from '../grid/row-window';
import { outlineOf, visibleRows, withAncestors } from '../grid/rows';
import { testSpan } from '../testing/test-span';
import { axisTicks, isOnAxis, movedAxis, placeOn, traceAxis, zoomedAxis } from './axis';
import { serviceColors } from './service-colors';

const span = testSpan;
const rowsOf = (spans: readonly TraceSpanView[], collapsed: readonly string[] = []) =>
  visibleRows(outlineOf(spans), ({ span: { spanId } }) => collapsed.includes(spanId));
const shape = (spans: readonly TraceSpanView[], collapsed: readonly string[] = []) =>
  rowsOf(spans, collapsed).map((row) => `${row.span.spanId}${row.depth}+${row.descendants}`);

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
    expect(rowsOf(tree, ['b']).map((row) => row.parentRow)).toEqual([null, 0, 0, null]);
  });
  it('keeps what is wanted with all above it, and folds nothing away that is not there', () => {
    const nodes = outlineOf(tree);
    const kept = withAncestors(nodes, ({ spanId }) => spanId === 'c');
    const shown = (collapsed: string) =>
      visibleRows(nodes, ({ span: { spanId } }) => spanId === collapsed, kept).map((row) => row.span.spanId);
    expect(shown('')).toEqual(['a', 'b', 'c']);
    expect(shown('b')).toEqual(['a', 'b']);
    expect(withAncestors(nodes, () => false).size).toBe(0);
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
        expect(rowsOf(spans).map((row) => row.span)).toEqual(spans);
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

describe('the zoom', () => {
  const whole = { startMs: -100, endMs: 900 };
  it('stays within the trace, and is the trace where it shows nothing', () => {
    expect(zoomedAxis(whole, null)).toBe(whole);
    expect(zoomedAxis(whole, { startMs: -500, endMs: 100 })).toEqual({ startMs: -100, endMs: 100 });
    expect(zoomedAxis(whole, { startMs: 2000, endMs: 3000 })).toBe(whole);
  });
  it('grows, shrinks and moves without leaving the trace', () => {
    const middle = { startMs: 400, endMs: 600 };
    expect(movedAxis(whole, middle, { factor: 0.5 })).toEqual({ startMs: 450, endMs: 550 });
    expect(movedAxis(whole, middle, { factor: 100 })).toEqual(whole);
    expect(movedAxis(whole, middle, { by: 0.5 })).toEqual({ startMs: 500, endMs: 700 });
    expect(movedAxis(whole, middle, { by: 9 })).toEqual({ startMs: 700, endMs: 900 });
    expect(movedAxis(whole, middle, { by: -9 })).toEqual({ startMs: -100, endMs: 100 });
  });
  it('knows which bars can be seen', () => {
    const axis = { startMs: 100, endMs: 200 };
    expect([isOnAxis(axis, 0, 99), isOnAxis(axis, 0, 500), isOnAxis(axis, 200.5, 9)]).toEqual([
      false,
      true,
      false,
    ]);
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
