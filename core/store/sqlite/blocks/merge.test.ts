import { describe, expect, it } from 'vitest';
import { MS, span, T0_NS } from '../../contract/fixtures';
import type { Block, BlockContent } from '../block/block';
import { encodeBlock } from '../block/encode';
import { openBlock } from '../block/open';
import type { LiveBlock } from './live-blocks';
import { chooseMerge, FULL, MergedContent } from './merge';

const reopened = (content: BlockContent): Block => openBlock(encodeBlock(content));

/** Commits blocks of these fills one by one and merges whenever it is due, as if merging only added up. */
function simulate(fills: readonly number[]): { live: LiveBlock[]; encodings: number; most: number } {
  let live: (LiveBlock & { rows: number })[] = [];
  let id = 0;
  let encodings = 0;
  let most = 0;
  const add = (fill: number): void => {
    id += 1;
    live.push({
      id,
      fill,
      rows: fill,
      tokens: 0,
      isExamined: false,
      logT0: null,
      logT1: null,
      keys: new Uint32Array(),
    });
  };
  for (const fill of fills) {
    add(fill);
    for (let chosen = chooseMerge(live); chosen.length > 0; chosen = chooseMerge(live)) {
      const sum = chosen.reduce((total, block) => total + block.fill, 0);
      encodings += sum;
      live = live.filter((block) => !chosen.includes(block));
      add(sum);
      // Full blocks go into groups.
      live = live.filter((block) => block.fill < FULL);
    }
    most = Math.max(most, live.filter((block) => block.fill < FULL).length);
  }
  return { live, encodings, most };
}

import { spanId, traceId } from './testing';

describe('choosing what to merge', () => {
  it.each([
    ['one span a commit', 6, 2.5],
    ['three spans a commit', 19, 2.1],
    ['five spans and three log records', 50, 1.05],
    ['a hundred rows', 625, 1.05],
    ['a third of a block', 3300, 1.05],
  ])('encodes %s only so often again, and leaves few small blocks', (_, fill, bound) => {
    const fills = Array.from({ length: 10_000 }, () => fill);
    const { live, encodings, most } = simulate(fills);
    expect(encodings / (fill * fills.length)).toBeLessThan(bound);
    expect(most).toBeLessThan(300);
    const leftSmall = live.filter((block) => block.fill < FULL).reduce((sum, block) => sum + block.fill, 0);
    expect(leftSmall).toBeLessThan(10_000);
  });

  it('leaves full blocks alone, and a few small ones', () => {
    expect(simulate(Array.from({ length: 100 }, () => 9000)).encodings).toBe(0);
    expect(simulate([50, 50, 50]).encodings).toBe(0);
  });

  it('is bounded when nobody merged for long', () => {
    const live = Array.from({ length: 5000 }, (_, id) => ({
      id,
      fill: 1,
      tokens: 0,
      isExamined: false,
      logT0: null,
      logT1: null,
      keys: new Uint32Array(),
    }));
    expect(chooseMerge(live)).toHaveLength(512);
  });
});

describe('merging content', () => {
  const old = span({ traceId: traceId(1), spanId: spanId(1), name: 'old' });
  const longer = { ...old, name: 'longer', endNs: T0_NS + 9n * MS };
  const other = span({ traceId: traceId(2), spanId: spanId(1) });

  it('keeps the version of a span that counts, whatever the order', () => {
    for (const [first, second] of [
      [old, longer],
      [longer, old],
    ] as const) {
      const merged = new MergedContent();
      expect(merged.add(reopened({ spans: [first], logs: [] }))).toBe(1);
      expect(merged.add(reopened({ spans: [other, second], logs: [] }))).toBe(2);
      expect(
        merged
          .content()
          .spans.map(({ name }) => name)
          .sort(),
      ).toEqual(['longer', 'work']);
    }
  });
});
