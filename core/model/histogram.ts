import { putVarint } from './varint';

/** Ratio of neighbouring bucket bounds: a bucket's midpoint differs by at most 0.99 % from any value in it. */
const GROWTH = 1.02;
const LOG_GROWTH = Math.log(GROWTH);
const MIDDLE = 2 / (GROWTH + 1);

/** Bucket 0 holds zero; bucket i holds (GROWTH^(i-2), GROWTH^(i-1)] nanoseconds; the last one reaches beyond 2^63. */
const BUCKETS = 2210;

/** The value that represents each bucket, precomputed because powers are slower than finding the bucket. */
const MIDDLES = Float64Array.from({ length: BUCKETS }, (_, bucket) =>
  bucket === 0 ? 0 : MIDDLE * GROWTH ** (bucket - 1),
);

/** An empty bucket, which no histogram contains, as separator. */
export const BETWEEN_HISTOGRAMS = new Uint8Array([0, 0]);

/**
 * Counts of durations in buckets of growing width. Any percentile is within 1 % of the true value. Histograms can be merged and
 * values removed without loss. Durations are nanoseconds, 0 or more.
 */
export class DurationHistogram {
  private readonly counts = new Float64Array(BUCKETS);
  private total = 0;
  /** All counts outside of these bounds are zero. */
  private lowest = BUCKETS;
  private highest = -1;

  /** Adds the value `times` times; a negative number removes it. */
  record(durationNs: number, times = 1): void {
    this.change(bucketOf(durationNs), times);
  }

  /** Adds values of which only the bucket (`bucketOf`) is known. */
  recordBucket(bucket: number, times: number): void {
    this.change(bucket, times);
  }

  /**
   * Adds all values of a histogram from `toBytes`, or removes them with -1; also of several histograms separated by
   * `BETWEEN_HISTOGRAMS`. Reads the bytes from `from` to before `to`.
   */
  mergeBytes(bytes: Uint8Array, sign: 1 | -1 = 1, from = 0, to = bytes.length): void {
    const { counts } = this;
    let at = from;
    let bucket = -1;
    let { lowest, highest } = this;
    let added = 0;
    // Varints are decoded inline: backtests merge millions of histograms, whose numbers nearly all fit one byte.
    while (at < to) {
      let skipped = bytes[at++] ?? 0;
      if (skipped >= 128) {
        skipped &= 127;
        for (let scale = 128; ; scale *= 128) {
          const byte = bytes[at++];
          if (byte === undefined) throw new RangeError('histogram ends within a number');
          skipped += (byte & 127) * scale;
          if (byte < 128) break;
        }
      }
      let count = bytes[at++];
      if (count === undefined) throw new RangeError('histogram ends within a number');
      if (count >= 128) {
        count &= 127;
        for (let scale = 128; ; scale *= 128) {
          const byte = bytes[at++];
          if (byte === undefined) throw new RangeError('histogram ends within a number');
          count += (byte & 127) * scale;
          if (byte < 128) break;
        }
      }
      if (count === 0) {
        // A separator: the last bucket of the histogram was the one before it.
        if (bucket > highest) highest = bucket;
        bucket = -1;
        continue;
      }
      const before = bucket;
      bucket += skipped + 1;
      if (bucket >= BUCKETS) throw new RangeError('histogram has a bucket that does not exist');
      if (before < 0 && bucket < lowest) lowest = bucket;
      counts[bucket] = (counts[bucket] ?? 0) + sign * count;
      added += count;
    }
    this.total += sign * added;
    this.lowest = lowest;
    this.highest = Math.max(highest, bucket);
  }

  /** The number of values. */
  count(): number {
    return this.total;
  }

  /** Pairs of varints in order of value: number of buckets skipped, count. Empty for an empty histogram. */
  toBytes(): Uint8Array {
    const { counts, highest } = this;
    let end = 0;
    let last = -1;
    for (let bucket = this.lowest; bucket <= highest; bucket += 1) {
      const count = counts[bucket] ?? 0;
      if (count <= 0) continue;
      end = putVarint(scratch, end, bucket - last - 1);
      end = putVarint(scratch, end, count);
      last = bucket;
    }
    return scratch.slice(0, end);
  }

  /** The smallest value such that at least the share `q` (0 to 1) of all values do not exceed it; null when empty. */
  percentile(q: number): number | null {
    if (this.total <= 0) return null;
    const rank = Math.max(1, Math.ceil(q * this.total));
    const bucket = q > 0.5 ? this.rankedFromAbove(rank) : this.rankedFromBelow(rank);
    if (bucket === null) return null;
    return MIDDLES[bucket] ?? null;
  }

  private rankedFromBelow(rank: number): number | null {
    let seen = 0;
    for (let bucket = this.lowest; bucket <= this.highest; bucket += 1) {
      seen += this.counts[bucket] ?? 0;
      if (seen >= rank) return bucket;
    }
    return null;
  }

  /** Counts down from the top, where high percentiles are near. */
  private rankedFromAbove(rank: number): number | null {
    // The highest values may have been removed again.
    while (this.highest > this.lowest && this.counts[this.highest] === 0) this.highest -= 1;
    let left = this.total;
    for (let bucket = this.highest; bucket >= this.lowest; bucket -= 1) {
      left -= this.counts[bucket] ?? 0;
      if (left < rank) return bucket;
    }
    return null;
  }

  /** The non-empty buckets, shortest durations first. */
  *buckets(): Generator<readonly [bucket: number, count: number]> {
    for (let bucket = this.lowest; bucket <= this.highest; bucket += 1) {
      const count = this.counts[bucket] ?? 0;
      if (count > 0) yield [bucket, count];
    }
  }

  clear(): void {
    this.counts.fill(0, this.lowest, this.highest + 1);
    this.total = 0;
    this.lowest = BUCKETS;
    this.highest = -1;
  }

  private change(bucket: number, by: number): void {
    this.counts[bucket] = (this.counts[bucket] ?? 0) + by;
    this.total += by;
    if (bucket < this.lowest) this.lowest = bucket;
    if (bucket > this.highest) this.highest = bucket;
  }
}

/** Shared output buffer: two varints per bucket, of at most two and eight bytes. */
const scratch = new Uint8Array(BUCKETS * 10);

/** The shortest duration of a bucket in whole nanoseconds; those of the previous bucket are shorter. */
export function shortestOfBucket(bucket: number): number {
  if (bucket <= 1) return Math.max(0, bucket);
  return Math.floor(GROWTH ** (bucket - 2)) + 1;
}

/** The bucket of a duration in nanoseconds. */
export function bucketOf(durationNs: number): number {
  if (durationNs <= 0) return 0;
  return Math.min(BUCKETS - 1, 1 + Math.max(0, Math.ceil(Math.log(durationNs) / LOG_GROWTH)));
}

/** The first non-empty bucket, from the first two bytes of a histogram; null if it is empty. */
export function shortestBucket(bytes: Uint8Array): number | null {
  const [low, high = 0] = bytes;
  if (low === undefined) return null;
  return low < 128 ? low : (low & 127) + 128 * high;
}
