/** Turning by this part of the whole never comes close to a place where it was before. */
const GOLDEN = (Math.sqrt(5) - 1) / 2;

/** The same items in such an order that the first of them, however many are taken, are spread evenly over all. */
export function spread<Item>(items: readonly Item[]): readonly Item[] {
  return items
    .map((item, index) => ({ item, place: (index * GOLDEN) % 1 }))
    .sort((a, b) => a.place - b.place)
    .map(({ item }) => item);
}

/**
 * How often something happens in all, from how often it happened in each of some of them (zeros may be left out), and how
 * far that may be off: one standard deviation. Exact when all were looked at.
 */
export function scaledUp(
  seen: readonly number[],
  { lookedAt, all }: { readonly lookedAt: number; readonly all: number },
): { readonly count: number; readonly standardError: number } {
  const sum = seen.reduce((total, one) => total + one, 0);
  if (lookedAt >= all || lookedAt === 0) return { count: sum, standardError: 0 };
  const mean = sum / lookedAt;
  const squares = seen.reduce((total, one) => total + one * one, 0);
  const variance = Math.max(0, squares - lookedAt * mean * mean) / Math.max(1, lookedAt - 1);
  return {
    count: Math.round(mean * all),
    standardError: all * Math.sqrt((variance / lookedAt) * (1 - lookedAt / all)),
  };
}
