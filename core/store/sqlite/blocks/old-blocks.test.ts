import { expect, it, vi } from 'vitest';
import { MS, T0_NS } from '../../contract/fixtures';
import type { BlockContent } from '../block/block';
import { looseLog, notFound, tidy, traceContent, withBlocks } from './testing';
import { traceToken } from './tokens';

vi.setConfig({ testTimeout: 60_000 });

const timeOf = (number: number) => T0_NS + BigInt(number) * MS;
const contentOf = (number: number): BlockContent =>
  number % 7 === 0 ? { spans: [], logs: [looseLog(number)] } : traceContent(number, 2);

it('removes blocks below a time step by step, and finds all that is left at each step and after a restart', () => {
  withBlocks({ groupSize: 8, blockRows: 12 }, (blocks, reopen) => {
    const written = Array.from({ length: 300 }, (_, number) => contentOf(number));
    for (const content of written) {
      blocks.write(content);
      blocks.store.maintain(0);
    }
    tidy(blocks.store);
    const count = (table: string) =>
      blocks.db.prepare<[], number>(`SELECT count(*) FROM ${table}`).pluck().get() ?? 0;
    const groups = count('block_group');
    expect(groups).toBeGreaterThan(3);

    const border = 210;
    const left = written.slice(border);
    for (let more = true; more; ) {
      more = blocks.store.removeBefore(timeOf(border));
      expect(notFound(blocks, blocks.store, left, 9)).toBe(0);
    }
    expect(notFound(blocks, reopen(), left, 3)).toBe(0);
    const first = blocks.search.find({ tokens: [traceToken('1'.padEnd(31, '0').concat('1'))] });
    expect(first).toEqual([]);
    expect(count('block_group')).toBeLessThan(groups);
    expect(count('block_group')).toBeGreaterThan(0);
    const strays = blocks.db
      .prepare<[], number>(
        'SELECT count(*) FROM block_filter WHERE id / 1048576 NOT IN (SELECT id FROM block_group)',
      )
      .pluck();
    expect(strays.get()).toBe(0);
    expect(blocks.store.oldestEndNs()).toBeGreaterThanOrEqual(timeOf(border));
  });
});

it('a group that is being sealed while one of its blocks goes is sealed without it', () => {
  withBlocks({ groupSize: 4, blockRows: 12 }, (blocks) => {
    const written = Array.from({ length: 40 }, (_, number) => contentOf(number));
    for (const content of written) blocks.write(content);
    for (let step = 0; step < 6; step += 1) blocks.store.maintain(0);
    while (blocks.store.removeBefore(timeOf(12)));
    tidy(blocks.store);
    expect(notFound(blocks, blocks.store, written.slice(12))).toBe(0);
  });
});

it('leaves a block whose spans are old and whose log records are not', () => {
  withBlocks({}, (blocks) => {
    const { spans } = traceContent(1);
    blocks.write({ spans, logs: [looseLog(50)] });
    expect(blocks.store.oldestEndNs()).toBe(timeOf(50));
    expect(blocks.store.removeBefore(timeOf(50))).toBe(false);
    expect(blocks.store.removeBefore(timeOf(50) + 1n)).toBe(true);
    expect(blocks.store.oldestEndNs()).toBeNull();
  });
});
