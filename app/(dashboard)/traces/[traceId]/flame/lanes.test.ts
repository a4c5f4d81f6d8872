import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { outlineOf } from '../grid/rows';
import { testSpan } from '../testing/test-span';
import { flameOf } from './lanes';

const lanesOf = (...spans: Parameters<typeof outlineOf>[0]) =>
  flameOf(outlineOf(spans)).bars.map(({ node, lane }) => `${node.span.spanId}${lane}`);

describe('the flame graph', () => {
  it('puts children under their parents, and what runs at once under each other', () => {
    expect(
      lanesOf(
        testSpan('a', null, 0, 100),
        testSpan('b', 'a', 0, 40),
        testSpan('c', 'a', 20, 40),
        testSpan('d', 'a', 60, 10),
      ),
    ).toEqual(['a0', 'b1', 'c2', 'd1']);
  });
  it('never covers one span by another, and counts its lanes', () => {
    const given = fc.tuple(fc.nat(100), fc.integer({ min: 1, max: 60 }), fc.option(fc.nat(20)));
    fc.assert(
      fc.property(fc.array(given, { maxLength: 25 }), (parts) => {
        const spans = parts.map(([from, length, parent], index) =>
          testSpan(`${index}`, parent === null ? null : `${parent}`, from, length),
        );
        const { bars, lanes } = flameOf(outlineOf(spans));
        for (const one of bars) {
          expect(one.lane).toBeLessThan(lanes);
          for (const other of bars) {
            if (one === other || one.lane !== other.lane) continue;
            const [a, b] = [one.node.span, other.node.span];
            expect(a.offsetMs + a.durationMs <= b.offsetMs || b.offsetMs + b.durationMs <= a.offsetMs).toBe(
              true,
            );
          }
        }
      }),
    );
  });
  it('takes a chain of 10,000 spans', () => {
    const chain = Array.from({ length: 10_000 }, (_, index) =>
      testSpan(`${index}`, index === 0 ? null : `${index - 1}`, index, 20_000 - index),
    );
    expect(flameOf(outlineOf(chain)).lanes).toBe(10_000);
  });
});
