import { shortestOfBucket } from '../../model/histogram';
import type { Heatmap } from '../explore';

const MOST_BANDS = 48;
/** Buckets per band: a band's end is 1.13 to 4 times its start. */
const WIDTHS = [6, 9, 12, 18, 24, 35, 70] as const;
const WIDEST = 70;

/** Counts of durations by step and bucket, divided into bands of buckets. */
export class DurationBands {
  private readonly byStep = new Map<number, Map<number, number>>();
  private lowest = Number.POSITIVE_INFINITY;
  private highest = -1;

  add(step: number, bucket: number, count: number): void {
    const counts = this.byStep.get(step) ?? new Map<number, number>();
    this.byStep.set(step, counts);
    counts.set(bucket, (counts.get(bucket) ?? 0) + count);
    this.lowest = Math.min(this.lowest, bucket);
    this.highest = Math.max(this.highest, bucket);
  }

  heatmap(steps: readonly number[]): Heatmap {
    const { lowest, highest } = this;
    if (highest < 0) return { steps, bands: [], cells: [] };
    const width = WIDTHS.find((one) => (highest - lowest) / one < MOST_BANDS - 1) ?? WIDEST;
    const firstBand = Math.floor(lowest / width);
    const bandCount = Math.floor(highest / width) - firstBand + 1;
    return {
      steps,
      bands: Array.from({ length: bandCount }, (_, index) => ({
        fromMs: shortestOfBucket((firstBand + index) * width) / 1e6,
        toMs: shortestOfBucket((firstBand + index + 1) * width) / 1e6,
      })),
      cells: [...this.byStep].flatMap(([step, counts]) =>
        [...inBands(counts, width)].map(([band, count]) => ({ step, band: band - firstBand, count })),
      ),
    };
  }
}

function inBands(counts: ReadonlyMap<number, number>, width: number): Map<number, number> {
  const bands = new Map<number, number>();
  for (const [bucket, count] of counts) {
    const band = Math.floor(bucket / width);
    bands.set(band, (bands.get(band) ?? 0) + count);
  }
  return bands;
}
