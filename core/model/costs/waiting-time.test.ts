import { describe, expect, it } from 'vitest';
import type { Span } from '../telemetry';
import { childrenOf, ownSpans } from './own-spans';
import { testSpan } from './testing';
import { waitingTime } from './waiting-time';

const MS = 1_000_000;

function waits(spans: readonly Span[], isForeign: (span: Span) => boolean = () => false) {
  const [root] = spans;
  if (!root) throw new Error('no spans');
  const children = childrenOf(spans);
  const found = waitingTime(root, ownSpans(root, children, isForeign), children);
  return Object.fromEntries([...found].map(([dependency, ns]) => [dependency, ns / MS]));
}

const root = testSpan({ id: 1, from: 0, to: 100, kind: 'server' });
const call = (id: number, from: number, to: number, host: string, parent = 1) =>
  testSpan({ id, parent, from, to, kind: 'client', attributes: { 'server.address': host } });

describe('waitingTime', () => {
  it('is the time in which calls are open', () => {
    expect(waits([root, call(2, 10, 30, 'a'), call(3, 40, 90, 'b')])).toEqual({ a: 20, b: 50 });
  });

  it('shares what calls have in common evenly, so that no time counts twice', () => {
    expect(waits([root, call(2, 0, 40, 'a'), call(3, 20, 60, 'b')])).toEqual({ a: 30, b: 30 });
    expect(waits([root, call(2, 0, 30, 'a'), call(3, 0, 30, 'b'), call(4, 0, 30, 'a')])).toEqual({
      a: 20,
      b: 10,
    });
  });

  it('leaves out the time in which another span of the function works', () => {
    const work = testSpan({ id: 3, parent: 1, from: 20, to: 50, kind: 'internal' });
    expect(waits([root, call(2, 10, 60, 'a'), work])).toEqual({ a: 20 });
  });

  it('does not take a span for work while its own calls run', () => {
    const step = testSpan({ id: 2, parent: 1, from: 0, to: 100, kind: 'internal' });
    expect(waits([root, step, call(3, 20, 70, 'a', 2)])).toEqual({ a: 50 });
  });

  it('counts a call by its outermost span', () => {
    expect(waits([root, call(2, 10, 60, 'a'), call(3, 15, 55, 'b', 2)])).toEqual({ a: 50 });
  });

  it('counts only what lies inside the handler', () => {
    expect(waits([root, call(2, -50, 10, 'a'), call(3, 90, 500, 'b'), call(4, 200, 300, 'c')])).toEqual({
      a: 10,
      b: 10,
    });
  });

  it('leaves out other invocations and all that they wait for', () => {
    const other = testSpan({ id: 2, parent: 1, from: 0, to: 100, kind: 'server' });
    expect(waits([root, other, call(3, 0, 100, 'a', 2)], (span) => span === other)).toEqual({});
  });

  it('ends for parents that form a circle', () => {
    const one = testSpan({ id: 2, parent: 1, from: 0, to: 10, kind: 'internal' });
    const circle = { ...root, parentSpanId: one.spanId };
    expect(waits([circle, one, call(3, 2, 8, 'a', 2)])).toEqual({ a: 6 });
  });
});
