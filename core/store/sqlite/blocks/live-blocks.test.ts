import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { LiveBlocks } from './live-blocks';

const block = (id: number, keys: readonly number[]) => ({
  id,
  fill: 0,
  tokens: 0,
  isExamined: false,
  logT0: null,
  logT1: null,
  keys: Uint32Array.from(keys),
});

describe('the index of blocks without a group', () => {
  it('finds exactly the blocks that have a key, while blocks come and go', () => {
    const change = fc.oneof(
      fc.record({ keys: fc.uniqueArray(fc.integer({ min: 1, max: 60 }), { maxLength: 40 }) }),
      fc.record({ removed: fc.array(fc.nat({ max: 80 })) }),
    );
    fc.assert(
      fc.property(fc.array(change, { maxLength: 80 }), (changes) => {
        const live = new LiveBlocks();
        const model = new Map<number, readonly number[]>();
        for (const [id, one] of changes.entries()) {
          if ('keys' in one) {
            live.add(block(id, one.keys));
            model.set(id, one.keys);
          } else {
            live.remove(one.removed);
            for (const removed of one.removed) model.delete(removed);
          }
        }
        for (let key = 1; key <= 61; key += 1) {
          const expected = [...model].filter(([, keys]) => keys.includes(key)).map(([id]) => id);
          expect(
            live
              .find(key)
              .map(({ id }) => id)
              .sort((a, b) => a - b),
          ).toEqual(expected);
        }
        expect([...live.all()].map(({ id }) => id)).toEqual([...model.keys()]);
      }),
    );
  });

  it('holds as many keys as come', () => {
    const live = new LiveBlocks();
    for (let id = 0; id < 300; id += 1) {
      live.add(
        block(
          id,
          Array.from({ length: 200 }, (_, index) => 1 + id * 200 + index),
        ),
      );
    }
    for (let key = 1; key <= 300 * 200; key += 97) {
      expect(live.find(key).map(({ id }) => id)).toEqual([Math.floor((key - 1) / 200)]);
    }
  });
});
