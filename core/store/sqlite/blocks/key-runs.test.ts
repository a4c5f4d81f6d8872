import fc from 'fast-check';
import { expect, it } from 'vitest';
import { MS, T0_NS } from '../../contract/fixtures';
import { mix } from '../../derive/hash';
import { createBlockStore } from './block-store';
import { bitsFor, keyOf, placesOf, rowOf, rowsOfKeys } from './key-entries';
import { beginKeyMerge } from './key-merge';
import { type KeyRun, prepareKeyRuns } from './key-runs';
import { looseLog, notFound, type OpenBlocks, tidy, traceContent, traceId, withBlocks } from './testing';

const TINY = { groupSize: 2, blockRows: 12, keyFanOut: [2, 2, 2] };
const contentOf = (number: number) =>
  number % 5 === 0 ? { spans: [], logs: [looseLog(number)] } : traceContent(number);

const levels = ({ db }: OpenBlocks): readonly number[] =>
  db.prepare<[], number>('SELECT level FROM block_key_run ORDER BY level').pluck().all();
/** Rows of runs that are not there. */
const strays = ({ db }: OpenBlocks) =>
  db
    .prepare('SELECT count(*) FROM block_key WHERE id / 1048576 NOT IN (SELECT id FROM block_key_run)')
    .pluck()
    .get();

it('finds in its row each key of a run, and no other', () => {
  const word = fc.integer({ min: 1, max: 2 ** 32 - 1 });
  fc.assert(
    fc.property(
      fc.uniqueArray(word, { maxLength: 40 }),
      word,
      fc.integer({ min: 0, max: 3e8 }),
      (all, other, size) => {
        const keys = Uint32Array.from(all).sort();
        const bits = bitsFor(size);
        const rows = new Map([...rowsOfKeys(keys, bits)].map(({ row, entries }) => [row, entries]));
        const isIn = (key: number) =>
          placesOf(rows.get(rowOf(key, bits)) ?? new Uint32Array(), key, bits).length === 1;
        for (const key of keys) expect(isIn(key)).toBe(true);
        expect(isIn(other)).toBe(all.includes(other));
        const read = [...rows].flatMap(([row, entries]) =>
          [...entries].map((entry) => keyOf(entry, row, bits)),
        );
        expect(read).toEqual([...keys]);
      },
    ),
  );
});

it('keeps few runs however many groups there are, and finds everything at each step and after a restart', () => {
  withBlocks(TINY, (blocks, reopen) => {
    const written = Array.from({ length: 200 }, (_, number) => contentOf(number));
    for (const content of written) blocks.write(content);
    let steps = 0;
    for (let more = true; more; steps += 1) {
      more = blocks.store.maintain(0);
      if (steps % 100 === 0) expect(notFound(blocks, blocks.store, written, 100)).toBe(0);
    }
    const groups = Number(blocks.db.prepare('SELECT count(*) FROM block_group').pluck().get());
    expect(groups).toBeGreaterThan(16);
    const merged = levels(blocks).filter((level) => level === 3).length;
    expect(merged).toBe(Math.floor(groups / 8));
    expect(levels(blocks).length).toBeLessThanOrEqual(merged + 3);
    expect(strays(blocks)).toBe(0);
    expect(notFound(blocks, reopen(), written, 10)).toBe(0);
    const unseen = written.filter(
      (_, number) => blocks.store.blocksOfTrace(traceId(1000 + number)).length > 0,
    );
    expect(unseen.length).toBeLessThan(3);
  });
});

it('a merge of keys goes on while groups are removed, and runs whose groups are all gone go too', () => {
  withBlocks(TINY, (blocks, reopen) => {
    const written = Array.from({ length: 200 }, (_, number) => contentOf(number));
    for (const content of written) blocks.write(content);
    // Until the first merges of keys are under way.
    while (!levels(blocks).includes(1)) blocks.store.maintain(0);
    const left = written.slice(150);
    for (let more = true; more; ) {
      more = blocks.store.removeBefore(T0_NS + 150n * MS);
      blocks.store.maintain(0);
      expect(notFound(blocks, blocks.store, left, 20)).toBe(0);
    }
    tidy(blocks.store);
    expect(notFound(blocks, reopen(), left, 5)).toBe(0);
    const groups = Number(blocks.db.prepare('SELECT count(*) FROM block_group').pluck().get());
    expect(groups).toBeGreaterThan(2);
    expect(Math.min(...levels(blocks))).toBe(0);
    while (blocks.store.removeBefore(T0_NS + 1000n * MS));
    tidy(blocks.store);
    expect(levels(blocks)).toEqual([]);
    expect(strays(blocks)).toBe(0);
  });
});

it('learns what another connection merged', () => {
  withBlocks({ ...TINY, keyFanOut: [99, 99, 99] }, (blocks) => {
    const written = Array.from({ length: 60 }, (_, number) => contentOf(number));
    for (const content of written) blocks.write(content);
    tidy(blocks.store);
    const other = createBlockStore(blocks.db, TINY);
    while (other.maintain(0)) blocks.store.refresh();
    expect(levels(blocks)).toContain(2);
    blocks.store.refresh();
    expect(notFound(blocks, blocks.store, written, 20)).toBe(0);
  });
});

it('two connections that merge keys by turns lose none', () => {
  withBlocks(TINY, (blocks, reopen) => {
    const written = Array.from({ length: 150 }, (_, number) => contentOf(number));
    for (const content of written) blocks.write(content);
    const stores = [blocks.store, reopen()];
    for (let turn = 0; turn < 400; turn += 1) stores[turn % 7 === 0 ? 1 : 0]?.maintain(0);
    for (const store of stores) tidy(store);
    for (const store of stores) {
      store.refresh();
      expect(notFound(blocks, store, written, 20)).toBe(0);
    }
    expect(levels(blocks)).toContain(3);
    expect(strays(blocks)).toBe(0);
  });
});

/** Three groups of which the last is gone, and their runs, which say that they are large. */
function threeRuns({ db }: OpenBlocks) {
  db.exec("INSERT INTO block_group (positions, blocks) VALUES (1, x''), (1, x''), (0, x'')");
  const runs = prepareKeyRuns(db);
  const keys = [1, 2, 3].map((group) =>
    Uint32Array.from({ length: 3000 }, (_, at) => mix(group * 10_000 + at)).sort(),
  );
  const made = keys.map((own, at): KeyRun => {
    const run = runs.begin({ bits: 8, entries: 90_000, groups: [at + 1] });
    for (const { row, entries } of rowsOfKeys(own, run.bits)) runs.insert(run, row, entries);
    expect(runs.finish(run, 0, [])).toBe(true);
    return { ...run, level: 0 };
  });
  return { runs, keys, made };
}

it('parts rows that would grow when runs are merged, and leaves out groups that are gone', () => {
  withBlocks({}, (blocks) => {
    const { runs, keys, made } = threeRuns(blocks);
    const merge = beginKeyMerge(runs, made);
    expect(merge.run.bits).toBe(10);
    let state = merge.advance();
    while (state === 'more') state = merge.advance();
    expect(state).toBe('done');
    const [merged, ...others] = runs.all();
    if (!merged) throw new Error('nothing was merged');
    expect([merged.level, merged.groups, others]).toEqual([1, [1, 2], []]);
    const wrong = keys.map((own, at) => {
      const expected = at < 2 ? `${at + 1}` : '';
      return own.filter((key) => runs.groupsOf(merged, key).join() !== expected).length;
    });
    expect(wrong).toEqual([0, 0, 0]);
    expect([...runs.keysOf(merged)].length).toBe(6000);
    while (runs.hasIdle()) runs.sweep();
    expect(strays(blocks)).toBe(0);
  });
});

it('drops a merge of keys when one of its runs does not count any more', () => {
  withBlocks({}, (blocks) => {
    const { runs, made } = threeRuns(blocks);
    const merge = beginKeyMerge(runs, made);
    expect(merge.advance()).toBe('more');
    runs.discard(made.slice(0, 1));
    let state = merge.advance();
    while (state === 'more') state = merge.advance();
    expect(state).toBe('dropped');
    expect(runs.all().map(({ id }) => id)).toEqual(made.slice(1).map(({ id }) => id));
    while (runs.hasIdle()) runs.sweep();
    expect(merge.advance()).toBe('dropped');
    expect(strays(blocks)).toBe(0);
  });
});
