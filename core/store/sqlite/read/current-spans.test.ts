import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import type { Span } from '../../../model/telemetry';
import { MS, span, T0_NS } from '../../contract/fixtures';
import { contentOf, winnerOf } from '../../derive/span-versions';
import type { BlockSearch } from '../blocks/block-search';
import { spanId, traceId, withBlocks } from '../blocks/testing';
import { currentSpans } from './current-spans';
import { versionGuard } from './version-guard';

/** Few spans, each in several versions that start together and end at different times or say something else. */
const versions = fc
  .record({
    trace: fc.nat({ max: 2 }),
    id: fc.nat({ max: 4 }),
    end: fc.nat({ max: 3 }),
    name: fc.nat({ max: 2 }),
  })
  .map(({ trace, id, end, name }) => {
    const startNs = T0_NS + BigInt(trace * 50 + id) * MS;
    return span({
      traceId: traceId(trace),
      spanId: spanId(id),
      startNs,
      endNs: startNs + BigInt(end),
      name: `version ${name}`,
    });
  });

function contentsOf(search: BlockSearch): string[] {
  const found: string[] = [];
  for (const { block, isCurrent } of currentSpans(
    search,
    search.walk({ spans: { fromMs: 0, toMs: 9e12 } }),
  )) {
    for (let index = 0; index < block.spanCount; index += 1) {
      if (isCurrent(index)) found.push(contentOf(block.spanAt(index)));
    }
  }
  return found.sort();
}

function winnersOf(spans: readonly Span[]): string[] {
  const winners = new Map<string, Span>();
  for (const one of spans) {
    const key = `${one.traceId} ${one.spanId}`;
    const other = winners.get(key);
    winners.set(key, other ? winnerOf(other, one) : one);
  }
  return [...winners.values()].map(contentOf).sort();
}

describe('the spans that count', () => {
  test('are one version of each, whichever blocks hold the others', () => {
    fc.assert(
      fc.property(
        fc.array(fc.array(versions, { minLength: 1, maxLength: 6 }), { maxLength: 12 }),
        (batches) => {
          withBlocks({ groupSize: 8, blockRows: 4 }, ({ write, search }) => {
            for (const spans of batches) write({ spans, logs: [] });
            expect(contentsOf(search)).toEqual(winnersOf(batches.flat()));
          });
        },
      ),
      { numRuns: 30 },
    );
  });

  test('come as soon as no other block can hold a version of them, so the newest are there at once', () => {
    withBlocks({ groupSize: 8, blockRows: 2 }, ({ write, search }) => {
      for (let number = 0; number < 100; number += 1) {
        const startNs = T0_NS + BigInt(number) * MS;
        write({ spans: [span({ traceId: traceId(number), spanId: spanId(1), startNs })], logs: [] });
      }
      let reads = 0;
      const read = (id: number) => {
        reads += 1;
        return search.read(id);
      };
      const spans = currentSpans({ read }, search.walk({ spans: { fromMs: 0, toMs: 9e12 } }));
      expect(spans.next().value?.block.spanAt(0).traceId).toBe(traceId(99));
      expect(reads).toBeLessThanOrEqual(2);
    });
  });

  test('are all there when one clock makes a block overlap with every other one', () => {
    withBlocks({ groupSize: 8, blockRows: 10 }, ({ write, search }) => {
      const odd = [0n, 1_000_000n].map((at, index) =>
        span({ traceId: traceId(500), spanId: spanId(index), startNs: T0_NS + at * MS }),
      );
      write({ spans: odd, logs: [] });
      for (let number = 1; number <= 100; number += 1) {
        const startNs = T0_NS + BigInt(number) * MS;
        const one = span({ traceId: traceId(number), spanId: spanId(1), startNs });
        write({ spans: [one], logs: [] });
        write({ spans: [{ ...one, endNs: one.endNs + 1n, name: 'longer' }], logs: [] });
      }
      const found = contentsOf(search);
      expect(found).toHaveLength(102);
      expect(found.filter((content) => content.includes('longer'))).toHaveLength(100);
    });
  });
});

describe('versions met in any order', () => {
  test('are told apart from spans with similar ids, up to a number of spans', () => {
    withBlocks({ groupSize: 8, blockRows: 10 }, ({ write, search }) => {
      const ids = ['aa00000000000001', 'bb00000000000001', 'aa00000000000001'];
      for (const id of ids) write({ spans: [span({ traceId: traceId(1), spanId: id })], logs: [] });
      write({ spans: [span({ traceId: traceId(2), spanId: spanId(9) })], logs: [] });
      const [first, second, third, other] = search
        .find({})
        .map(({ id }) => id)
        .sort((a, b) => a - b);
      const guard = versionGuard(1);
      const meet = (id = 0) => guard.meet(id, search.load(id), 0, search.load);
      expect(meet(first)).toBeNull();
      expect(meet(second)).toBeNull();
      expect(meet(third)).toEqual({ block: first, index: 0 });
      guard.replace(third ?? 0, search.load(third ?? 0), 0);
      expect(meet(first)).toEqual({ block: third, index: 0 });
      expect(guard.isFull).toBe(false);
      expect(meet(other)).toBeNull();
      expect(guard.isFull).toBe(true);
    });
  });
});
