import type Database from 'better-sqlite3';
import { DurationHistogram } from '../../../model/histogram';
import { DurationBands } from '../../derive/duration-bands';
import type { Heatmap } from '../../explore';
import type { FiguresQuery } from '../../figures';
import { planSteps, prepareScopes } from '../query-figures';
import { prepareMinutesSince } from '../retention/floor';

type Row = readonly [startSeconds: number, durationBuckets: Buffer];

export function prepareHeatmap(
  db: Database.Database,
): (query: FiguresQuery & { readonly stepMs: number }) => Heatmap {
  const scopesOf = prepareScopes(db);
  const minutesSince = prepareMinutesSince(db);
  const rows = db
    .prepare<[string, number, number, number], Row>(
      `SELECT start_seconds, duration_buckets FROM rollup
       WHERE scope IN (SELECT value FROM json_each(?)) AND step_seconds = ? AND start_seconds >= ? AND start_seconds < ?`,
    )
    .raw();
  const histogram = new DurationHistogram();

  return (query) => {
    const { first, length, pieces, stepOf } = planSteps(query, minutesSince());
    const scopes = JSON.stringify(scopesOf(query));
    const bytesOf = new Map<number, Buffer[]>();
    for (const { step, from, to } of pieces) {
      for (const [start, bytes] of rows.all(scopes, step, from, to)) {
        const index = stepOf(start);
        const known = bytesOf.get(index);
        if (known) known.push(bytes);
        else bytesOf.set(index, [bytes]);
      }
    }
    const bands = new DurationBands();
    for (const [index, all] of bytesOf) {
      histogram.clear();
      for (const bytes of all) histogram.mergeBytes(bytes);
      for (const [bucket, count] of histogram.buckets()) bands.add(index, bucket, count);
    }
    return bands.heatmap(Array.from({ length }, (_, index) => (first + index) * query.stepMs));
  };
}
