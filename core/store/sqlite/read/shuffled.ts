/**
 * The items in an order that looks random and is the same for the same seed: each item's place follows from its own
 * number, so that items that come later do not change the order of the others.
 */
export function shuffled<Item>(
  items: readonly Item[],
  numberOf: (item: Item) => number,
  seed: number,
): Item[] {
  return items
    .map((item) => ({ item, rank: mix(numberOf(item), seed) }))
    .sort((a, b) => a.rank - b.rank || numberOf(a.item) - numberOf(b.item))
    .map(({ item }) => item);
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
