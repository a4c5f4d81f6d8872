import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { timeShares } from './time-shares';
import { buildTree } from './tree';

const span = (spanId: string, parentSpanId: string | null, from: number, to: number, name = spanId) => ({
  spanId,
  parentSpanId,
  name,
  service: 'shop',
  startTime: from,
  durationMs: to - from,
});
type Given = ReturnType<typeof span>;

function shares(...spans: readonly Given[]) {
  const [root] = buildTree(spans).nodes;
  if (!root) throw new Error('no root');
  return timeShares(root);
}
const told = (...spans: readonly Given[]) =>
  shares(...spans).shares.map((share) => [share.own ? 'own' : share.name, share.ms, share.count]);

describe('where the time of a span went', () => {
  it('is its own, or that of the span below that was waited for', () => {
    expect(told(span('a', null, 0, 100), span('db', 'a', 10, 70), span('cache', 'a', 20, 30))).toEqual([
      ['db', 60, 1],
      ['own', 40, 1],
    ]);
  });
  it('counts calls of one name together and names the longest', () => {
    const { shares: all } = shares(
      span('a', null, 0, 100),
      span('1', 'a', 0, 20, 'GET /'),
      span('2', 'a', 20, 90, 'GET /'),
    );
    expect(all[0]).toMatchObject({ name: 'GET /', ms: 90, count: 2, spanId: '2', own: false });
  });
  it('goes down to the leaves', () => {
    expect(told(span('a', null, 0, 10), span('b', 'a', 0, 10), span('c', 'b', 4, 10))).toEqual([
      ['c', 6, 1],
      ['b', 4, 1],
    ]);
  });
  it('leaves out what ran before or after', () => {
    expect(told(span('a', null, 10, 20), span('late', 'a', 20, 90), span('early', 'a', 0, 12))).toEqual([
      ['own', 8, 1],
      ['early', 2, 1],
    ]);
  });
  it('says what was still running at the end, which a handler that was cut off waited for', () => {
    const spans = [span('a', null, 0, 100), span('b', 'a', 10, 100), span('c', 'b', 50, 120)];
    expect(shares(...spans).atEnd).toBe('c');
    expect(shares(span('a', null, 0, 100), span('b', 'a', 10, 99)).atEnd).toBeNull();
  });
  it('is empty for a span that took no time', () => {
    expect(shares(span('a', null, 5, 5))).toEqual({ shares: [], atEnd: null });
  });
  it('survives a chain of 10,000 spans', () => {
    const chain = Array.from({ length: 10_000 }, (_, index) =>
      span(`${index}`, index === 0 ? null : `${index - 1}`, index, 20_000, `n${index}`),
    );
    expect(shares(...chain).shares[0]).toMatchObject({ name: 'n9999', ms: 10_001 });
  });
  it('adds up to the duration, whatever lies below', () => {
    const child = fc.tuple(fc.integer({ min: -20, max: 120 }), fc.nat(80), fc.nat(9));
    fc.assert(
      fc.property(fc.array(child, { maxLength: 30 }), (given) => {
        const spans = given.map(([from, length, parent], index) =>
          span(`${index}`, parent < index ? `${parent}` : 'root', from, from + length, `n${index % 4}`),
        );
        const { shares: all } = shares(
          span('root', null, -50, 90),
          ...spans.filter(({ startTime }) => startTime >= -50),
        );
        expect(all.reduce((sum, { ms }) => sum + ms, 0)).toBeCloseTo(140);
      }),
    );
  });
});
