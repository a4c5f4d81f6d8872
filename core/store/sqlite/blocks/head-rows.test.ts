import { expect, it } from 'vitest';
import { prepareHeadRows, prepareHeadSearch } from './head-rows';
import { withBlocks } from './testing';

const BLOCKS = 40;
/** What becomes a full block, and how many tokens and keys both have. */
const SMALL_BLOCKS = 20;
const TOKENS = { small: 300, full: 5000 };
const KEYS = { small: 12, full: 200 };

/** Ascending, each once, and different for each block. */
const spread = (count: number, block: number): Uint32Array =>
  Uint32Array.from({ length: count }, (_, at) => Math.floor((at * 2 ** 32) / count) + block);

it('leaves the pages of full blocks full, however many small ones come and go between them', () => {
  withBlocks({}, ({ db }) => {
    const rows = prepareHeadRows(db);
    db.transaction(() => {
      let block = 0;
      let small: number[] = [];
      for (let full = 0; full < BLOCKS; full += 1) {
        const merged = small;
        small = Array.from({ length: SMALL_BLOCKS }, () => ++block);
        for (const id of small) rows.insert(id, spread(TOKENS.small, id), spread(KEYS.small, id));
        for (const id of merged) rows.remove(id);
        block += 1;
        rows.insert(block, spread(TOKENS.full, block), spread(KEYS.full, block));
      }
      for (const id of small) rows.remove(id);
    })();
    const { unused, pages } = db
      .prepare<[], { unused: number; pages: number }>(
        `SELECT sum(unused) AS unused, sum(pgsize) AS pages FROM dbstat WHERE name = 'block_head'`,
      )
      .get() ?? { unused: 1, pages: 1 };
    expect(unused / pages).toBeLessThan(0.1);
  });
});

it('finds blocks by tokens and keys, small ones and full ones, until they are removed', () => {
  withBlocks({}, ({ db }) => {
    const rows = prepareHeadRows(db);
    const search = prepareHeadSearch(db);
    const addMeta = db.prepare(
      `INSERT INTO block_meta (id, spans, logs, bytes, tokens, fill, arrival, examine_ns) VALUES (?, 1, 0, 1, 1, 1, 1, 0)`,
    );
    for (const [block, kind] of [[1, 'small'] as const, [2, 'full'] as const]) {
      addMeta.run(block);
      const tokens = spread(TOKENS[kind], block);
      const keys = spread(KEYS[kind], block);
      rows.insert(block, tokens, keys);
      expect([...search.withToken(tokens[7] ?? 0)]).toEqual([block]);
      expect([...search.withKey(keys[7] ?? 0)]).toEqual([block]);
      expect(rows.tokensOf(block).flatMap((part) => [...part])).toEqual([...tokens]);
    }
    expect(rows.allKeys().map(({ block }) => block)).toEqual([1, 2]);
    for (const block of [1, 2]) rows.remove(block);
    expect(db.prepare('SELECT count(*) FROM block_head').pluck().get()).toBe(0);
  });
});
