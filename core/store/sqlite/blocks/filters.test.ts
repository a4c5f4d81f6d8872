import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { mix } from '../../derive/hash';
import { KeyFilter } from './key-filter';
import { eachPosition, FilterBits, filterShape, firstRow, placeOf } from './token-filter';

/** Different tokens for different numbers. */
const token = (number: number): number => mix(number + 1);

describe('the filter of keys', () => {
  it('knows every owner of every key, and few others, whatever the numbers of their keys', () => {
    const filter = new KeyFilter<number>();
    const sizes = Array.from({ length: 40 }, (_, owner) => (owner % 3 === 0 ? 4000 : 900));
    let next = 0;
    const keysOf = sizes.map((size) => Array.from({ length: size }, () => token(next++)));
    for (const [owner, keys] of keysOf.entries()) filter.add(owner, keys.length, keys);
    let missing = 0;
    let found = 0;
    for (const [owner, keys] of keysOf.entries()) {
      for (const key of keys) {
        const owners = filter.find(key);
        found += owners.length;
        if (!owners.includes(owner)) missing += 1;
      }
    }
    expect(missing).toBe(0);
    expect((found - next) / (next * sizes.length)).toBeLessThan(0.005);
  });

  it('names no owner when there is none, or none with keys', () => {
    const filter = new KeyFilter<number>();
    expect(filter.find(token(1))).toEqual([]);
    filter.add(1, 0, []);
    expect(filter.find(token(1))).toEqual([]);
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
            bits.add(column, tokens);
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
      bits.add(column, tokens);
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
