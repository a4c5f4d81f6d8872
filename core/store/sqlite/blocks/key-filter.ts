import { mix } from '../../derive/hash';

const LEAST_BITS_PER_KEY = 12;
const PROBES = 5;
const LEAST_POSITIONS = 1024;
/** Columns of one slice: the bits of a word. */
const COLUMNS = 16;

interface Slice<Owner> {
  readonly owners: Owner[];
  /** A word for each position, a bit of it for each owner. */
  readonly words: Uint16Array;
}

/**
 * Bloom filters of a few owners of keys (32-bit tokens), turned by a quarter: those of 16 owners of one size share a word
 * for each position, so that a handful of reads answers for all of them. Of the owners without a key, at most five in a
 * thousand are said to have it.
 */
export class KeyFilter<Owner> {
  private readonly slices: Slice<Owner>[] = [];

  /** Takes in an owner with its keys, of which there are at most `count`. */
  add(owner: Owner, count: number, keys: Iterable<number>): void {
    const { owners, words } = this.sliceFor(count);
    const column = 1 << owners.length;
    owners.push(owner);
    const mask = words.length - 1;
    for (const key of keys) {
      const step = stepOf(key);
      for (let probe = 0, at = mix(key); probe < PROBES; probe += 1, at += step) {
        const position = at & mask;
        words[position] = (words[position] ?? 0) | column;
      }
    }
  }

  /** The owners that may have the key. */
  find(key: number): Owner[] {
    const found: Owner[] = [];
    const first = mix(key);
    const step = stepOf(key);
    for (const { owners, words } of this.slices) {
      const mask = words.length - 1;
      let columns = -1;
      for (let probe = 0, at = first; probe < PROBES && columns !== 0; probe += 1, at += step) {
        columns &= words[at & mask] ?? 0;
      }
      for (; columns !== 0; columns &= columns - 1) {
        const owner = owners[31 - Math.clz32(columns & -columns)];
        if (owner !== undefined) found.push(owner);
      }
    }
    return found;
  }

  private sliceFor(keys: number): Slice<Owner> {
    let positions = LEAST_POSITIONS;
    while (positions < keys * LEAST_BITS_PER_KEY) positions *= 2;
    const open = this.slices.find(
      ({ owners, words }) => words.length === positions && owners.length < COLUMNS,
    );
    if (open) return open;
    const made: Slice<Owner> = { owners: [], words: new Uint16Array(positions) };
    this.slices.push(made);
    return made;
  }
}

function stepOf(key: number): number {
  return (mix(key ^ 0x6a09e667) >>> 6) | 1;
}
