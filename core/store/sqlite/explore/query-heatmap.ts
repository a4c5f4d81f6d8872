import type Database from 'better-sqlite3';
import { DurationHistogram } from '../../../model/histogram';
import { DurationBands } from '../../derive/duration-bands';
import type { Heatmap } from '../../explore';
import type { FiguresQuery } from '../../figures';
import { planSteps, prepareScopes } from '../query-figures';
import { prepareMinutesSince } from '../retention/floor';

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
    const bands = new DurationBands();
    const histogram = new DurationHistogram();
    for (const { step, from, to } of pieces) {
      for (const row of rows.iterate(scopes, step, from, to)) {
        histogram.clear();
        histogram.mergeBytes(row.duration_buckets);
        const index = stepOf(row.start_seconds);
        for (const [bucket, count] of histogram.buckets()) bands.add(index, bucket, count);
      }
    }
    return bands.heatmap(Array.from({ length }, (_, index) => (first + index) * query.stepMs));
  };
}
