import { describe, expect, it } from 'vitest';
import { FaaslensError } from '../../../errors';
import { MS, T0_NS } from '../../contract/fixtures';
import type { BlockContent } from '../block/block';
import { sameLog } from './log-hash';
import { looseLog, notFound, type OpenBlocks, tidy, traceContent, traceId, withBlocks } from './testing';
import { firstRow } from './token-filter';
import { tokensOf } from './tokens';

const SMALL = { groupSize: 8, blockRows: 24, keyFanOut: [2, 2, 2] };
const numbers = (count: number, from = 0): number[] =>
  Array.from({ length: count }, (_, index) => from + index);
const count = (blocks: OpenBlocks, table: string): number =>
  Number(blocks.db.prepare(`SELECT count(*) FROM ${table}`).pluck().get());

describe('the block store', () => {
  it('seals a group exactly when it has all its blocks, and never more of them', () => {
    withBlocks(SMALL, (blocks) => {
      const full = (number: number): BlockContent => traceContent(number, 23);
      for (const number of numbers(7)) blocks.write(full(number));
      tidy(blocks.store);
      expect(count(blocks, 'block_group')).toBe(0);
      for (const number of numbers(10, 7)) blocks.write(full(number));
      tidy(blocks.store);
      expect(count(blocks, 'block_group')).toBe(2);
      const members = blocks.db
        .prepare('SELECT group_id, count(*) FROM block_meta GROUP BY 1 ORDER BY 1')
        .raw();
      expect(members.all()).toEqual([
        [null, 1],
        [1, 8],
        [2, 8],
      ]);
      expect(notFound(blocks, blocks.store, numbers(17).map(full))).toBe(0);
    });
  });

  it('ends as compact when content came in small commits as when it came at once', () => {
    const contents = numbers(300).map((number) => traceContent(number, 3));
    const blocksAfter = (commits: readonly BlockContent[]): number => {
      let made = 0;
      withBlocks({ groupSize: 8, blockRows: 200 }, (blocks) => {
        for (const commit of commits) {
          blocks.write(commit);
          blocks.store.maintain(0);
        }
        tidy(blocks.store);
        made = count(blocks, 'block WHERE length(data) > 3000');
        expect(count(blocks, 'block')).toBeLessThan(made + 64);
        expect(notFound(blocks, blocks.store, contents, 20)).toBe(0);
      });
      return made;
    };
    const atOnce = blocksAfter([
      { spans: contents.flatMap(({ spans }) => spans), logs: contents.flatMap(({ logs }) => logs) },
    ]);
    expect(atOnce).toBe(6);
    expect(blocksAfter(contents)).toBeLessThanOrEqual(atOnce + 1);
  });

  it('names no block for what was never written', () => {
    withBlocks(SMALL, (blocks) => {
      for (const number of numbers(200)) blocks.write(traceContent(number));
      tidy(blocks.store);
      const unseen = numbers(2000, 1000).filter(
        (number) => blocks.store.blocksOfTrace(traceId(number)).length > 0,
      );
      expect(unseen.length).toBeLessThan(20);
    });
  });

  it('names only those blocks of a long trace that hold records of the time asked for', () => {
    withBlocks(SMALL, (blocks) => {
      const logs = numbers(400).map((number) => ({ ...looseLog(number), traceId: traceId(1) }));
      for (const log of logs) blocks.write({ spans: [], logs: [log] });
      tidy(blocks.store);
      for (const log of logs) {
        const ids = blocks.store.blocksOfLog(log);
        expect(ids.length).toBe(1);
        const block = blocks.store.load(ids[0] ?? 0);
        expect(numbers(block.logCount).some((at) => sameLog(block.logAt(at), log))).toBe(true);
      }
      const later = { ...looseLog(1), traceId: traceId(1), timeNs: T0_NS + 1000n * MS };
      expect(blocks.store.blocksOfLog(later)).toEqual([]);
    });
  });

  it('recognises a record without a time of its own, whenever it comes again', () => {
    withBlocks(SMALL, (blocks) => {
      const log = { ...looseLog(1), traceId: traceId(1), timeIsReceipt: true };
      blocks.write({ spans: [], logs: [log] });
      for (const number of numbers(120, 2)) blocks.write(traceContent(number));
      tidy(blocks.store);
      const again = { ...log, timeNs: T0_NS + 9999n * MS };
      expect(blocks.store.blocksOfLog(again)).toHaveLength(1);
    });
  });

  it('finds a block by anything when it has more tokens than are kept', () => {
    withBlocks({ groupSize: 8 }, (blocks) => {
      const words = numbers(70_000).map((number) => `w${number}`);
      const rich = { spans: [], logs: [{ ...looseLog(1), body: words.join(' ') }] };
      for (const number of numbers(8)) {
        blocks.write(number === 3 ? rich : traceContent(number, 1600));
        if (number >= 3) {
          const [token = 0] = tokensOf(rich).subarray(-1);
          expect(blocks.search.find({ tokens: [token] }).length).toBeGreaterThan(0);
        }
      }
      tidy(blocks.store);
      expect(count(blocks, 'block_group')).toBe(1);
      for (const token of tokensOf(rich).subarray(0, 50)) {
        expect(
          blocks.search.find({ tokens: [token] }).some(({ logs, spans }) => logs === 1 && spans === 0),
        ).toBe(true);
      }
    });
  });

  it('forgets what was appended in a transaction that failed', () => {
    withBlocks(SMALL, (blocks) => {
      const [kept, lost] = [traceContent(1), traceContent(2)];
      blocks.write(kept);
      const failing = blocks.db.transaction((content: BlockContent) => {
        blocks.store.refresh();
        blocks.store.append(content);
        expect(blocks.store.blocksOfTrace(traceId(2))).toHaveLength(1);
        throw new Error('no space');
      });
      expect(() => failing.immediate(lost)).toThrow('no space');
      blocks.store.rolledBack();
      expect(blocks.store.blocksOfTrace(traceId(2))).toEqual([]);
      expect(notFound(blocks, blocks.store, [kept])).toBe(0);
      blocks.write(lost);
      blocks.write(traceContent(3));
      expect(notFound(blocks, blocks.store, [kept, lost, traceContent(3)])).toBe(0);
    });
  });

  it('leaves everything as it was when a merge or a seal fails, and does it the next time', () => {
    withBlocks(SMALL, (blocks) => {
      const contents = numbers(200).map((number) => traceContent(number));
      for (const content of contents) blocks.write(content);
      const failures: string[] = [];
      for (const table of [
        'block',
        'block_head',
        'block_filter',
        'block_key',
        'block_group',
        'block_key_run',
      ]) {
        blocks.db.exec(
          `CREATE TEMP TRIGGER fail BEFORE INSERT ON main.${table} BEGIN SELECT RAISE(ABORT, 'broken'); END`,
        );
        try {
          while (blocks.store.maintain(1000));
        } catch (error) {
          failures.push(String(error));
        }
        blocks.db.exec('DROP TRIGGER fail');
        expect(notFound(blocks, blocks.store, contents, 20)).toBe(0);
        if (table === 'block_head') blocks.store.maintain(1000);
      }
      expect(failures.length).toBeGreaterThan(1);
      tidy(blocks.store);
      expect(count(blocks, 'block_group')).toBeGreaterThan(0);
      expect(notFound(blocks, blocks.store, contents, 10)).toBe(0);
    });
  });

  it('replaces what is left of a filter that was begun and never finished', () => {
    withBlocks(SMALL, (blocks) => {
      const junk = blocks.db.prepare('INSERT INTO block_filter (id, bits) VALUES (?, ?)');
      for (const row of [0, 1, 5000]) junk.run(firstRow(1) + row, Buffer.alloc(4032));
      const contents = numbers(200).map((number) => traceContent(number));
      for (const content of contents) blocks.write(content);
      tidy(blocks.store);
      expect(count(blocks, 'block_group')).toBeGreaterThan(0);
      expect(notFound(blocks, blocks.store, contents, 10)).toBe(0);
      expect(count(blocks, `block_filter WHERE id = ${firstRow(1) + 5000}`)).toBe(0);
    });
  });

  it('notices what another connection wrote', () => {
    withBlocks(SMALL, (blocks, reopen) => {
      blocks.write(traceContent(1));
      const other = reopen();
      blocks.db.transaction(() => other.append(traceContent(2))).immediate();
      blocks.write(traceContent(3));
      expect(blocks.store.blocksOfTrace(traceId(2))).toHaveLength(1);
      for (const number of numbers(100)) blocks.write(traceContent(number + 4));
      tidy(other);
      tidy(blocks.store);
      blocks.store.refresh();
      expect(
        notFound(
          blocks,
          blocks.store,
          numbers(103).map((number) => traceContent(number + 1)),
        ),
      ).toBe(0);
    });
  });

  it('drops what it was about to change when another connection is faster', () => {
    let interrupt = () => {};
    const now = () => {
      interrupt();
      return 0;
    };
    withBlocks({ groupSize: 32, blockRows: 16, now }, (blocks, reopen) => {
      const contents = numbers(34).map((number) => traceContent(number, 15));
      for (const content of contents) blocks.write(content);
      const other = reopen();
      let calls = 0;
      interrupt = () => {
        calls += 1;
        // The first call comes before anything is looked at, the next one when half of the filter is made.
        if (calls === 2) tidy(other);
      };
      tidy(blocks.store);
      expect(calls).toBeGreaterThan(2);
      expect(count(blocks, 'block_group')).toBe(1);
      expect(notFound(blocks, blocks.store, contents)).toBe(0);
    });
  });

  it('begins a merge again when one of its blocks gets other content meanwhile', () => {
    withBlocks({ groupSize: 8, blockRows: 1600 }, (blocks) => {
      const before = numbers(8).map((number) => traceContent(number, 300));
      for (const content of before) blocks.write(content);
      // All are read by then, and none is merged.
      for (let step = 0; step < 4; step += 1) expect(blocks.store.maintain(0)).toBe(true);
      expect(count(blocks, 'block')).toBe(8);
      const [, gone] = before;
      const put = traceContent(100);
      blocks.store.replace([{ id: 2, content: put }]);
      tidy(blocks.store);
      expect(notFound(blocks, blocks.store, [...before.filter((content) => content !== gone), put])).toBe(0);
      expect(notFound(blocks, blocks.store, gone ? [gone] : [])).toBeGreaterThan(0);
    });
  });

  it.each([
    ['much', 3000],
    ['a few, which are a fair part of a small one', 100],
  ])('gives the file back what is free for good: %s', (_, filling) => {
    withBlocks({ groupSize: 8, blockRows: 1600 }, (blocks) => {
      for (const number of numbers(4)) blocks.write(traceContent(number, 1600));
      blocks.db.exec(
        `CREATE TABLE filler (data BLOB); WITH RECURSIVE n(i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n WHERE i < ${filling})
         INSERT INTO filler SELECT zeroblob(8000) FROM n; DROP TABLE filler`,
      );
      const pages = () => Number(blocks.db.pragma('page_count', { simple: true }));
      const before = pages();
      expect(blocks.store.maintain(0)).toBe(true);
      tidy(blocks.store);
      expect(pages()).toBeLessThan(before - filling + 32);
      expect(blocks.db.pragma('quick_check', { simple: true })).toBe('ok');
    });
  });

  it('reads and writes nothing more when there is nothing to do', () => {
    withBlocks(SMALL, (blocks) => {
      blocks.write(traceContent(1));
      blocks.write({ spans: [], logs: [] });
      expect(blocks.store.maintain(1000)).toBe(false);
      expect(count(blocks, 'block')).toBe(1);
    });
  });

  it('merges around a damaged block and leaves it as it is', () => {
    withBlocks(SMALL, (blocks) => {
      for (const number of numbers(3)) blocks.write(traceContent(number));
      blocks.db.exec('UPDATE block SET data = substr(data, 1, length(data) - 1) WHERE id = 2');
      for (const number of numbers(100, 3)) blocks.write(traceContent(number));
      tidy(blocks.store);
      expect(count(blocks, 'block_group')).toBe(1);
      expect(blocks.store.blocksOfTrace(traceId(1))).toEqual([2]);
      expect(() => blocks.store.load(2)).toThrow(FaaslensError);
      const others = numbers(103)
        .filter((number) => number !== 1)
        .map((number) => traceId(number));
      const found = (id: string) =>
        blocks.store.blocksOfTrace(id).flatMap((block) => blocks.store.load(block).spansOf(id));
      expect(others.filter((id) => found(id).length !== 2)).toEqual([]);
    });
  });
});
