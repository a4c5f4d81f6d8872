import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { mix } from '../../derive/hash';
import { KeyBits, KeyIndex } from './key-bits';
import { eachPosition, FilterBits, filterShape, firstRow, placeOf } from './token-filter';

/** Different tokens for different numbers. */
const token = (number: number): number => mix(number + 1);

describe('the key index', () => {
  it('knows every group of every key, and few others, whatever the sizes of groups', () => {
    const index = new KeyIndex<number>();
    const sizes = Array.from({ length: 70 }, (_, group) => (group % 3 === 0 ? 4000 : 900));
    let next = 0;
    const keysOf = sizes.map((size) => Array.from({ length: size }, () => token(next++)));
    for (const [group, keys] of keysOf.entries()) {
      const bits = new KeyBits(keys.length);
      for (const key of keys) bits.add(key);
      index.add(group, bits.bytes);
    }
    let missing = 0;
    let found = 0;
    for (const [group, keys] of keysOf.entries()) {
      for (const key of keys) {
        const groups = index.find(key);
        found += groups.length;
        if (!groups.includes(group)) missing += 1;
      }
    }
    expect(missing).toBe(0);
    expect((found - next) / (next * sizes.length)).toBeLessThan(0.0005);
  });

  it('names no group when there is none, or none with keys', () => {
    const index = new KeyIndex<number>();
    expect(index.find(token(1))).toEqual([]);
    index.add(1, new KeyBits(0).bytes);
    expect(index.find(token(1))).toEqual([]);
  });
});

/** The columns that have the token, read from the rows as they are stored. */
function columnsWith(bits: FilterBits, rows: Buffer[], wanted: number): number[] {
  const { positions, width } = bits.shape;
  const columns = Buffer.alloc(width, 255);
  eachPosition(wanted, positions, (position) => {
    const { row, offset } = placeOf(7, position, width);
    const bytes = rows[row - firstRow(7)];
    for (let at = 0; at < width; at += 1) {
      columns[at] = (columns[at] ?? 0) & (bytes?.[offset + at] ?? 0);
    }
    return true;
  });
  return Array.from({ length: width * 8 }, (_, column) => column).filter(
    (column) => ((columns[column >>> 3] ?? 0) >>> (column & 7)) & 1,
  );
}

describe('the token filter', () => {
  it('finds each block by each of its tokens, for any numbers of blocks and tokens', () => {
    fc.assert(
      fc.property(
        fc.integer({ min: 1, max: 40 }),
        fc.array(fc.array(fc.integer({ min: 1, max: 2 ** 32 - 1 }), { maxLength: 30 }), { maxLength: 40 }),
        (least, blocks) => {
          const count = Math.max(least, blocks.length);
          const mean = blocks.flat().length / count;
          const bits = new FilterBits(filterShape(count, mean));
          for (const [column, tokens] of blocks.entries()) {
            bits.add(column, Buffer.from(Uint32Array.from(tokens).buffer));
          }
          const rows = [...bits.rows()];
          for (const [column, tokens] of blocks.entries()) {
            for (const one of tokens) expect(columnsWith(bits, rows, one)).toContain(column);
          }
        },
      ),
    );
  });

  it('rarely names a block that lacks the token, and always one that is to match all', () => {
    const bits = new FilterBits(filterShape(256, 2000));
    for (let column = 1; column < 256; column += 1) {
      const tokens = Uint32Array.from({ length: 2000 }, (_, index) => token(column * 2000 + index));
      bits.add(column, Buffer.from(tokens.buffer));
    }
    bits.addAll(0);
    const rows = [...bits.rows()];
    let wrong = 0;
    for (let number = 0; number < 500; number += 1) {
      const columns = columnsWith(bits, rows, token(10_000_000 + number));
      expect(columns[0]).toBe(0);
      wrong += columns.length - 1;
    }
    expect(wrong / (500 * 255)).toBeLessThan(0.001);
  });
});
