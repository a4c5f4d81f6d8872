import type { TimeRange } from '../../model/time-range';

/** When something happened, with how often: asked about instants and windows that move on with time. */
export class Times {
  private readonly at: Float64Array;
  /** Sums up to, but without, each position. */
  private readonly sums: Float64Array;

  constructor(entries: readonly { readonly at: number; readonly count: number }[]) {
    const sorted = entries.toSorted((a, b) => a.at - b.at);
    this.at = Float64Array.from(sorted, ({ at }) => at);
    this.sums = new Float64Array(sorted.length + 1);
    sorted.forEach(({ count }, index) => {
      this.sums[index + 1] = (this.sums[index] ?? 0) + count;
    });
  }

  /** Null when it did not happen. */
  countWithin({ fromMs, toMs }: TimeRange): number | null {
    const from = positionOf(this.at, fromMs);
    const to = positionOf(this.at, toMs);
    return to <= from ? null : (this.sums[to] ?? 0) - (this.sums[from] ?? 0);
  }
}

/** How many of the times, in ascending order, are before this one, all in the same unit. */
export function positionOf(times: Float64Array | Uint32Array, time: number): number {
  let low = 0;
  let high = times.length;
  while (low < high) {
    const middle = (low + high) >> 1;
    if ((times[middle] ?? 0) < time) low = middle + 1;
    else high = middle;
  }
  return low;
}
