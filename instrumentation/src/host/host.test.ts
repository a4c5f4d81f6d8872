import { describe, expect, expectTypeOf, it } from 'vitest';
import * as edge from './edge';
import * as node from './node';

describe('what the engine offers', () => {
  it('is the same on both, to the type checker and by name', () => {
    expect(Object.keys(edge).sort()).toEqual(Object.keys(node).sort());
    expectTypeOf<typeof edge>().toExtend<Record<keyof typeof node, unknown>>();
    expectTypeOf<keyof typeof node>().toEqualTypeOf<keyof typeof edge>();
  });

  it.each([
    ['node', node],
    ['edge', edge],
  ])('gives random hex of any length and a clock that goes forward: %s', (_name, host) => {
    expect(host.randomHex(16)).toMatch(/^[0-9a-f]{32}$/);
    expect(new Set(Array.from({ length: 1000 }, () => host.randomHex(8))).size).toBe(1000);
    const [before, after] = [host.monotonicNow(), host.monotonicNow()];
    expect(after).toBeGreaterThanOrEqual(before);
    expect(host.byteLength('grüße')).toBe(7);
  });

  it('formats whatever is logged, without a formatter of the engine', () => {
    const circular: { self?: unknown } = {};
    circular.self = circular;
    expect(edge.format('a', 1, { b: 2 }, undefined, circular)).toBe('a 1 {"b":2} undefined [object Object]');
  });
});
