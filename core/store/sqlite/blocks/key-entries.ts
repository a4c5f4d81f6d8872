/*
 * The keys of a run lie in rows by their highest bits. An entry of a row is one 32-bit number: the other bits of the key,
 * then eight for the place that its group has among those of the run. So a run tells of one key by one short read, however
 * many groups it is of.
 */

const LEAST_BITS = 8;
const MOST_BITS = 20;
/** Rows of 1 to 2 kB: several fit a page, and none takes more than one. */
const ENTRIES_A_ROW = 480;

/** So many groups a run may have. */
export const MOST_GROUPS = 256;

/** By how many bits of a key the rows of a run with so many entries are told apart. */
export function bitsFor(entries: number): number {
  let bits = LEAST_BITS;
  while (bits < MOST_BITS && entries > ENTRIES_A_ROW * 2 ** bits) bits += 1;
  return bits;
}

/** The number of the row that has the key. */
export function rowOf(key: number, bits: number): number {
  return key >>> (32 - bits);
}

export function entryOf(key: number, place: number, bits: number): number {
  return ((((key << bits) >>> bits) << 8) | place) >>> 0;
}

/** The key of an entry of a row. */
export function keyOf(entry: number, row: number, bits: number): number {
  return ((row << (32 - bits)) | (entry >>> 8)) >>> 0;
}

export function placeIn(entry: number): number {
  return entry & 0xff;
}

/** Places of the groups with the key, in the row that has it. */
export function placesOf(entries: Uint32Array, key: number, bits: number): number[] {
  const least = entryOf(key, 0, bits);
  let low = 0;
  let high = entries.length;
  while (low < high) {
    const middle = (low + high) >>> 1;
    if ((entries[middle] ?? 0) < least) low = middle + 1;
    else high = middle;
  }
  const places: number[] = [];
  for (let entry = entries[low]; entry !== undefined && entry >>> 8 === least >>> 8; entry = entries[low]) {
    places.push(placeIn(entry));
    low += 1;
  }
  return places;
}

/** The rows of one group's keys, which ascend; none is empty. */
export function* rowsOfKeys(
  keys: Uint32Array,
  bits: number,
): Generator<{ readonly row: number; readonly entries: Uint32Array }> {
  for (let start = 0; start < keys.length; ) {
    const row = rowOf(keys[start] ?? 0, bits);
    let end = start + 1;
    while (end < keys.length && rowOf(keys[end] ?? 0, bits) === row) end += 1;
    yield { row, entries: keys.subarray(start, end).map((key) => entryOf(key, 0, bits)) };
    start = end;
  }
}
