/** Repeatedly advancing by this fraction of a circle never comes close to an earlier position. */
const GOLDEN = (Math.sqrt(5) - 1) / 2;

/** The items reordered so that the first ones, however many are taken, are spread evenly over all. */
export function spread<Item>(items: readonly Item[]): readonly Item[] {
  return items
    .map((item, index) => ({ item, place: (index * GOLDEN) % 1 }))
    .sort((a, b) => a.place - b.place)
    .map(({ item }) => item);
}

/** A count and its standard error. */
export interface Estimate {
  readonly count: number;
  readonly standardError: number;
}

/** How many were examined, of how many in total. */
export interface Sample {
  readonly lookedAt: number;
  readonly all: number;
}

/**
 * Extrapolates a total count from the counts in a sample (zeros may be omitted), which may be estimates themselves. Exact if all
 * were examined and counted; otherwise never: even if all counts in the sample agree, the error is at least as large as if one
 * more had been zero.
 */
export function scaledUp(seen: readonly (number | Estimate)[], { lookedAt, all }: Sample): Estimate {
  if (seen.length === 0 || lookedAt === 0) return { count: 0, standardError: 0 };
  const each = seen.map((one) => (typeof one === 'number' ? { count: one, standardError: 0 } : one));
  const times = Math.max(1, all / lookedAt);
  const within = sumOf(each, ({ standardError }) => standardError ** 2) * times;
  const sum = sumOf(each, ({ count }) => count);
  const mean = sum / lookedAt;
  const squares = sumOf(each, ({ count }) => count ** 2);
  const variance = Math.max(0, squares - lookedAt * mean * mean) / Math.max(1, lookedAt - 1);
  const withOneMore = (squares - sum ** 2 / (lookedAt + 1)) / lookedAt;
  const ofMean = Math.max(variance / lookedAt, withOneMore / (lookedAt + 1));
  const between = all ** 2 * ofMean * Math.max(0, 1 - lookedAt / all);
  return { count: Math.round(sum * times), standardError: Math.sqrt(between + within) };
}

function sumOf<Item>(items: readonly Item[], of: (item: Item) => number): number {
  return items.reduce((sum, item) => sum + of(item), 0);
}
