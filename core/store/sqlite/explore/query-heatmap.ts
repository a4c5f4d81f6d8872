import type Database from 'better-sqlite3';
import { DurationHistogram, shortestOfBucket } from '../../../model/histogram';
import type { Heatmap } from '../../explore';
import type { FiguresQuery } from '../../figures';
import { planSteps, prepareScopes } from '../query-figures';
import { prepareMinutesSince } from '../retention/floor';

const MOST_BANDS = 48;
/** Buckets per band: a band is from 1.13 to 4 times as long at its end as at its beginning. */
const WIDTHS = [6, 9, 12, 18, 24, 35, 70] as const;
const WIDEST = 70;

interface Row {
  readonly start_seconds: number;
  readonly duration_buckets: Buffer;
}

export function prepareHeatmap(
  db: Database.Database,
): (query: FiguresQuery & { readonly stepMs: number }) => Heatmap {
  const scopesOf = prepareScopes(db);
  const minutesSince = prepareMinutesSince(db);
  const rows = db.prepare<[string, number, number, number], Row>(
    `SELECT start_seconds, duration_buckets FROM rollup
     WHERE scope IN (SELECT value FROM json_each(?)) AND step_seconds = ? AND start_seconds >= ? AND start_seconds < ?`,
  );

  return (query) => {
    const { first, length, pieces, stepOf } = planSteps(query, minutesSince());
    const scopes = JSON.stringify(scopesOf(query));
    const histograms = new Map<number, Map<number, number>>();
    const histogram = new DurationHistogram();
    let lowest = Number.POSITIVE_INFINITY;
    let highest = -1;
    for (const { step, from, to } of pieces) {
      for (const row of rows.iterate(scopes, step, from, to)) {
        histogram.clear();
        histogram.mergeBytes(row.duration_buckets);
        const counts = countsAt(histograms, stepOf(row.start_seconds));
        for (const [bucket, count] of histogram.buckets()) {
          counts.set(bucket, (counts.get(bucket) ?? 0) + count);
          lowest = Math.min(lowest, bucket);
          highest = Math.max(highest, bucket);
        }
      }
    }
    const steps = Array.from({ length }, (_, index) => (first + index) * query.stepMs);
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
      cells: [...histograms].flatMap(([step, counts]) =>
        [...inBands(counts, width)].map(([band, count]) => ({ step, band: band - firstBand, count })),
      ),
    };
  };
}

function countsAt(histograms: Map<number, Map<number, number>>, step: number): Map<number, number> {
  const known = histograms.get(step);
  if (known) return known;
  const made = new Map<number, number>();
  histograms.set(step, made);
  return made;
}

function inBands(counts: ReadonlyMap<number, number>, width: number): Map<number, number> {
  const bands = new Map<number, number>();
  for (const [bucket, count] of counts) {
    const band = Math.floor(bucket / width);
    bands.set(band, (bands.get(band) ?? 0) + count);
  }
  return bands;
}
