/**
 * The numbers, of up to 32 bits, in an order that looks random and is the same for the same seed: the place of each follows
 * from itself, so that those that come later do not change the order of the others.
 */
export function shuffled(numbers: readonly number[], seed: number): number[] {
  const byRank = new Map(numbers.map((number) => [mix(number, seed), number]));
  return Array.from(Uint32Array.from(byRank.keys()).sort(), (rank) => byRank.get(rank) ?? 0);
}

/**
 * MurmurHash3's finaliser over both numbers: 32 bits, each of which depends on every bit of them,
 * and for one seed different for different numbers.
 */
function mix(value: number, seed: number): number {
  let hash = Math.imul(value ^ Math.imul(seed | 0, 0x9e3779b1), 0x85ebca6b);
  hash ^= hash >>> 13;
  hash = Math.imul(hash, 0xc2b2ae35);
  hash ^= hash >>> 16;
  hash = Math.imul(hash ^ (seed | 0), 0x27d4eb2f);
  return (hash ^ (hash >>> 15)) >>> 0;
}
