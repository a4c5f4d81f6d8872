import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { MS, span, spanId, T0_NS, traceId } from '../contract/fixtures';
import { contentOf, resourceText, supersedes, winnerOf } from './span-versions';

const IDS = { traceId: traceId(1), spanId: spanId(1) };

const versions = fc
  .record({
    end: fc.nat({ max: 2 }),
    name: fc.constantFrom('a', 'b'),
    attributes: fc.constantFrom({}, { x: 1 }, { x: '1' }),
    status: fc.constantFrom('ok', 'error'),
  })
  .map(({ end, ...set }) => span({ ...IDS, ...set, endNs: T0_NS + BigInt(end) }));

describe('of two versions of a span', () => {
  test('the one that ends later counts', () => {
    const early = span({ ...IDS, name: 'z' });
    const late = span({ ...IDS, name: 'a', endNs: early.endNs + 1n });
    expect(winnerOf(early, late)).toBe(late);
    expect(winnerOf(late, early)).toBe(late);
    expect(supersedes(late, early)).toBe(true);
    expect(supersedes(early, late)).toBe(false);
  });

  test('the same content is never taken for a new one', () => {
    const event = { name: 'e', timeNs: T0_NS, attributes: { deep: [1, { a: null }] } };
    const make = () =>
      span({ ...IDS, attributes: { a: 1, b: [2] }, events: [event], links: [{ ...IDS, attributes: {} }] });
    expect(contentOf(make())).toBe(contentOf(make()));
    expect(supersedes(make(), make())).toBe(false);
    expect(contentOf(make())).not.toBe(contentOf({ ...make(), attributes: { b: [2], a: 1 } }));
  });

  test('which one counts depends neither on the order nor on the grouping of arrivals', () => {
    fc.assert(
      fc.property(versions, versions, versions, (a, b, c) => {
        const text = contentOf(winnerOf(winnerOf(a, b), c));
        expect(contentOf(winnerOf(a, winnerOf(b, c)))).toBe(text);
        expect(contentOf(winnerOf(winnerOf(c, a), b))).toBe(text);
      }),
    );
  });

  test('one without a time of its own is the stored one, received again', () => {
    const event = { name: 'e', timeNs: T0_NS, attributes: {} };
    const stored = span({ ...IDS, events: [event] });
    const at = T0_NS + 60_000n * MS;
    const again = span({
      ...IDS,
      startNs: at,
      endNs: at + MS,
      timeIsReceipt: true,
      events: [{ ...event, timeNs: at }],
    });
    expect(supersedes(again, stored)).toBe(false);
    expect(supersedes({ ...again, timeIsReceipt: false }, stored)).toBe(true);
    expect(supersedes({ ...again, name: 'other' }, stored)).toBe(true);
  });

  test("the order of a resource's attributes says nothing", () => {
    const one = span({ ...IDS, resource: { attributes: { a: 1, b: 2 } } });
    const other = span({ ...IDS, resource: { attributes: { b: 2, a: 1 } } });
    expect(contentOf(one)).toBe(contentOf(other));
    expect(resourceText(one.resource)).toBe(resourceText(other.resource));
  });
});
