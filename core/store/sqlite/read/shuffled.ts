/** More than that have their places in the lower bits of a number that is sorted. */
const MOST_AT_ONCE = 2 ** 21;

/**
 * The items in an order that looks random and is the same for the same seed: each item's place follows from its own
 * number, so that items that come later do not change the order of the others. Of at most 2 million items.
 */
export function shuffled<Item>(
  items: readonly Item[],
  numberOf: (item: Item) => number,
  seed: number,
): Item[] {
  if (items.length > MOST_AT_ONCE)
    throw new RangeError(`${items.length} are more than can be shuffled at once`);
  // Numbers are sorted without a function that compares two of them: a rank of 32 bits, then the place of the item.
  const ranked = Float64Array.from(items, (item, at) => mix(numberOf(item), seed) * MOST_AT_ONCE + at).sort();
  return Array.from(ranked, (rank) => items[rank % MOST_AT_ONCE] as Item);
}

/** MurmurHash3's finaliser over both numbers: 32 bits, each of which depends on every bit of them. */
function mix(value: number, seed: number): number {
  let hash = Math.imul(value ^ Math.imul(seed | 0, 0x9e3779b1), 0x85ebca6b);
  hash ^= hash >>> 13;
  hash = Math.imul(hash, 0xc2b2ae35);
  hash ^= hash >>> 16;
  hash = Math.imul(hash ^ (seed | 0), 0x27d4eb2f);
  return (hash ^ (hash >>> 15)) >>> 0;
}
