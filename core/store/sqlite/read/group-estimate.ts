/**
 * Counts per value in some of many blocks, scaled up to all of them: a ratio estimate for cluster samples (W. G. Cochran,
 * Sampling Techniques, 3rd ed., sections 6.1 to 6.4 and 9A), because blocks differ in size.
 */
export interface GroupEstimate {
  /** Adds a block of so many spans with its counts per value. */
  add(size: number, counts: ReadonlyMap<string, number>): void;
  /** Takes one span back that was added under the value: it turned out to be an older version. */
  takeBack(value: string): void;
  /** Whether values had to be dropped because there were too many. */
  readonly droppedValues: boolean;
  /** The most frequent values, most frequent first, then by value. */
  result(all: { blocks: number; spans: number }, limit: number): EstimatedGroup[];
}

export interface EstimatedGroup {
  readonly value: string;
  /** A whole number when every block was added. */
  readonly spans: number;
  /** Of `spans`; 0 when every block was added, null when one block alone cannot tell. */
  readonly standardError: number | null;
}

interface Sums {
  /** Of spans with the value. */
  count: number;
  /** Of their squares, block by block. */
  squares: number;
  /** Of their products with the blocks' sizes. */
  products: number;
}

/** Values that are followed at once; beyond it the rarest are dropped. */
export const MOST_VALUES = 100_000;

export function groupEstimate(mostValues = MOST_VALUES): GroupEstimate {
  const sums = new Map<string, Sums>();
  let blocks = 0;
  let sizes = 0;
  let squaredSizes = 0;
  let dropped = false;

  const dropRarest = (): void => {
    dropped = true;
    const byCount = [...sums].sort(([, a], [, b]) => a.count - b.count);
    for (const [value] of byCount.slice(0, Math.ceil(mostValues / 2))) sums.delete(value);
  };

  const standardError = ({ count, squares, products }: Sums, all: { blocks: number }): number | null => {
    if (blocks === all.blocks) return 0;
    if (blocks < 2) return null;
    const ratio = count / sizes;
    const deviations = Math.max(squares - 2 * ratio * products + ratio * ratio * squaredSizes, 0);
    const share = 1 - blocks / all.blocks;
    return all.blocks * Math.sqrt((share * deviations) / (blocks * (blocks - 1)));
  };

  return {
    add(size, counts) {
      blocks += 1;
      sizes += size;
      squaredSizes += size * size;
      for (const [value, count] of counts) {
        const known = sums.get(value);
        const sum = known ?? { count: 0, squares: 0, products: 0 };
        sum.count += count;
        sum.squares += count * count;
        sum.products += count * size;
        if (!known) sums.set(detached(value), sum);
      }
      if (sums.size > mostValues) dropRarest();
    },
    takeBack(value) {
      const sum = sums.get(value);
      if (sum) sum.count -= 1;
    },
    get droppedValues() {
      return dropped;
    },
    result(all, limit) {
      const scale = blocks === all.blocks || sizes === 0 ? 1 : all.spans / sizes;
      return [...sums]
        .filter(([, { count }]) => count > 0)
        .sort(([valueA, a], [valueB, b]) => b.count - a.count || (valueA < valueB ? -1 : 1))
        .slice(0, limit)
        .map(([value, sum]) => ({
          value,
          spans: sum.count * scale,
          standardError: standardError(sum, all),
        }));
    },
  };
}

/** A copy of its own: a value may be a slice that keeps the texts of a whole block in memory. */
function detached(value: string): string {
  return JSON.parse(JSON.stringify(value));
}
