import { mix } from '../../derive/hash';

const LEAST_BITS_PER_KEY = 16;
const PROBES = 10;
const LEAST_POSITIONS = 1024;

/**
 * A Bloom filter over the keys (32-bit tokens) of a group: a power of two of bits, at least 16 a key, of which ten are
 * set for each key. Of the keys that are not in it, at most five in ten thousand are said to be.
 */
export class KeyBits {
  /** Bit n is bit n % 8 of byte n / 8. */
  readonly bytes: Buffer;

  /** An empty filter for so many keys. */
  constructor(keys: number) {
    let positions = LEAST_POSITIONS;
    while (positions < keys * LEAST_BITS_PER_KEY) positions *= 2;
    this.bytes = Buffer.alloc(positions / 8);
  }

  add(key: number): void {
    const { bytes } = this;
    const mask = bytes.length * 8 - 1;
    const step = stepOf(key);
    for (let probe = 0, at = mix(key); probe < PROBES; probe += 1, at += step) {
      const position = at & mask;
      bytes[position >>> 3] = (bytes[position >>> 3] ?? 0) | (1 << (position & 7));
    }
  }
}

/** Columns of one slice: the bits of a word. */
const COLUMNS = 32;

interface Slice<Group> {
  readonly groups: Group[];
  /** A word for each position, a bit of it for each group. */
  readonly words: Uint32Array;
}

/**
 * The filters of many groups, turned by a quarter: those of 32 groups of one size share a word for each position, so that a
 * handful of reads answers for all of them.
 */
export class KeyIndex<Group> {
  private readonly slices: Slice<Group>[] = [];

  /** `bits` are the bytes of the group's KeyBits. */
  add(group: Group, bits: Uint8Array): void {
    const positions = bits.length * 8;
    const { groups, words } = this.sliceFor(positions);
    const column = 1 << groups.length;
    groups.push(group);
    for (let at = 0; at < bits.length; at += 1) {
      for (let byte = bits[at] ?? 0; byte !== 0; byte &= byte - 1) {
        const position = at * 8 + 31 - Math.clz32(byte & -byte);
        words[position] = (words[position] ?? 0) | column;
      }
    }
  }

  /** The groups that may have the key. */
  find(key: number): Group[] {
    const found: Group[] = [];
    const first = mix(key);
    const step = stepOf(key);
    for (const { groups, words } of this.slices) {
      const mask = words.length - 1;
      let columns = -1;
      for (let probe = 0, at = first; probe < PROBES && columns !== 0; probe += 1, at += step) {
        columns &= words[at & mask] ?? 0;
      }
      for (; columns !== 0; columns &= columns - 1) {
        const group = groups[31 - Math.clz32(columns & -columns)];
        if (group !== undefined) found.push(group);
      }
    }
    return found;
  }

  private sliceFor(positions: number): Slice<Group> {
    const open = this.slices.find(
      ({ groups, words }) => words.length === positions && groups.length < COLUMNS,
    );
    if (open) return open;
    const made: Slice<Group> = { groups: [], words: new Uint32Array(positions) };
    this.slices.push(made);
    return made;
  }
}

function stepOf(key: number): number {
  return (mix(key ^ 0x6a09e667) >>> 6) | 1;
}
