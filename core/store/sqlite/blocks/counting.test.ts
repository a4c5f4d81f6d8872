import { expect, it, vi } from 'vitest';
import type { BlockContent } from '../block/block';
import { looseLog, notFound, tidy, traceContent, withBlocks } from './testing';

// Thousands of commits, and tens of thousands of questions.
vi.setConfig({ testTimeout: 120_000 });

const contentOf = (number: number): BlockContent =>
  number % 7 === 0 ? { spans: [], logs: [looseLog(number)] } : traceContent(number, 1 + (number % 4));

it('finds everything by every token at each step of its way into groups, and after a restart', () => {
  withBlocks({ groupSize: 8, blockRows: 24 }, (blocks, reopen) => {
    const written: BlockContent[] = [];
    for (let number = 0; number < 150; number += 1) {
      written.push(contentOf(number));
      blocks.write(contentOf(number));
      if (number % 3 === 0) blocks.store.maintain(0);
      if (number % 20 === 19) expect(notFound(blocks, blocks.store, written.slice(-60), 5)).toBe(0);
    }
    expect(notFound(blocks, blocks.store, written, 3)).toBe(0);
    tidy(blocks.store);
    expect(notFound(blocks, blocks.store, written)).toBe(0);
    expect(notFound(blocks, reopen(), written, 10)).toBe(0);
  });
});

it.each([
  ['small groups', 16, 16, 1000],
  ['groups as they are', 256, 8, 1800],
])('counts what thousands of tiny commits left behind: %s', (_, groupSize, blockRows, commits) => {
  withBlocks({ groupSize, blockRows }, (blocks, reopen) => {
    const written: BlockContent[] = [];
    for (let number = 0; number < commits; number += 1) {
      written.push(contentOf(number));
      blocks.write(contentOf(number));
      if (number % 16 === 0) blocks.store.maintain(1);
    }
    tidy(blocks.store);
    const sealed = blocks.db
      .prepare<[], [number | null, number]>(
        'SELECT group_id, count(*) FROM block_meta WHERE group_id IS NOT NULL GROUP BY 1',
      )
      .raw()
      .all();
    expect(sealed.length).toBeGreaterThan(1);
    expect(new Set(sealed.map(([, members]) => members))).toEqual(new Set([groupSize]));
    const rows = blocks.db.prepare('SELECT sum(spans), sum(logs) FROM block_meta').raw().get();
    expect(rows).toEqual([
      written.reduce((sum, { spans }) => sum + spans.length, 0),
      written.reduce((sum, { logs }) => sum + logs.length, 0),
    ]);
    expect(notFound(blocks, blocks.store, written, 40)).toBe(0);
    const reopened = reopen();
    expect(notFound(blocks, reopened, written, 400)).toBe(0);
  });
});
