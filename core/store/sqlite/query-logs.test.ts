import { describe, expect, test } from 'vitest';
import { lambda, log, MS, T0_MS, T0_NS } from '../contract/fixtures';
import { resourceFacts } from '../derive/resource-facts';
import type { BlockSearch } from './blocks/block-search';
import { withBlocks } from './blocks/testing';
import { prepareLogFunctions } from './log-functions';
import { prepareLogs } from './query-logs';

const RANGE = { fromMs: T0_MS, toMs: T0_MS + 86_400_000 };

/** A search that writes down which blocks are loaded, and which of them are kept. */
function watched(search: BlockSearch): {
  readonly search: BlockSearch;
  readonly loaded: number[];
  readonly kept: number[];
} {
  const [loaded, kept]: [number[], number[]] = [[], []];
  return {
    loaded,
    kept,
    search: {
      ...search,
      load(id) {
        loaded.push(id);
        kept.push(id);
        return search.load(id);
      },
      read(id) {
        loaded.push(id);
        return search.read(id);
      },
    },
  };
}

describe('a page of log records', () => {
  test('reads only the newest blocks that it needs, going on only the next ones, and keeps none of a search', () => {
    withBlocks({ groupSize: 8, blockRows: 10 }, ({ db, write, store, search }) => {
      for (let block = 0; block < 40; block += 1) {
        const logs = Array.from({ length: 10 }, (_, index) =>
          log({ body: `line ${block} ${index}`, timeNs: T0_NS + BigInt(block * 10 + index) * MS }),
        );
        if (block % 30 === 0)
          logs[0] = log({ body: `order ${block}`, timeNs: T0_NS + BigInt(block * 10) * MS });
        write({ spans: [], logs });
        store.maintain(1000);
      }
      const { search: counting, loaded, kept } = watched(search);
      const logs = prepareLogs(counting, prepareLogFunctions(db, counting));
      const first = logs({ range: RANGE, limit: 5 });
      expect(first.items.map(({ body }) => body)).toEqual([9, 8, 7, 6, 5].map((index) => `line 39 ${index}`));
      expect(loaded).toHaveLength(1);
      loaded.length = 0;
      const next = logs({ range: RANGE, limit: 12, cursor: first.nextCursor ?? '' });
      expect(next.items[0]?.body).toBe('line 39 4');
      expect(next.items.at(-1)?.body).toBe('line 38 3');
      expect(loaded).toHaveLength(2);
      expect(kept).toHaveLength(3);
      loaded.length = 0;
      kept.length = 0;
      const found = logs({ range: RANGE, limit: 50, q: 'order' }).items.map(({ body }) => body);
      expect(found).toEqual(['order 30', 'order 0']);
      expect(loaded).toHaveLength(2);
      expect(kept).toEqual([]);
      loaded.length = 0;
      expect(logs({ range: { fromMs: T0_MS - 9, toMs: T0_MS }, limit: 5, q: 'line' }).items).toEqual([]);
      expect(loaded).toEqual([]);
    });
  });

  test('is right where the times of blocks overlap, and of a function with several origins', () => {
    withBlocks({ groupSize: 8, blockRows: 10 }, ({ db, write, search }) => {
      const resources = ['a', 'b', 'c'].map((name) => lambda(name));
      db.exec(`INSERT INTO function (id, provider, account_id, region, environment, name, first_seen_ns, last_seen_ns)
               VALUES ('f', '', '', '', '', 'F', 0, 0)`);
      const own = db.prepare('INSERT INTO function_origin (function_no, origin) VALUES (1, ?)');
      for (const index of [0, 2]) own.run(resourceFacts(resources[index] ?? lambda('')).origin);
      const times = Array.from({ length: 60 }, (_, index) => (index * 37) % 60);
      for (const [index, at] of times.entries()) {
        const resource = resources[index % 3] ?? lambda('');
        write({ spans: [], logs: [log({ body: `${at}`, timeNs: T0_NS + BigInt(at) * MS, resource })] });
      }
      const logs = prepareLogs(search, prepareLogFunctions(db, search));
      const { items } = logs({ range: RANGE, limit: 100, functionId: 'f' });
      const expected = times.filter((_, index) => index % 3 !== 1).sort((x, y) => y - x);
      expect(items.map(({ body }) => Number(body))).toEqual(expected);
      expect(new Set(items.map(({ functionName }) => functionName))).toEqual(new Set(['F']));
    });
  });
});
