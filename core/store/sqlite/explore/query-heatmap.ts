import type Database from 'better-sqlite3';
import { DurationHistogram } from '../../../model/histogram';
import { DurationBands } from '../../derive/duration-bands';
import type { Heatmap } from '../../explore';
import type { FiguresQuery } from '../../figures';
import { planSteps, prepareScopes } from '../query-figures';
import { joined, windowsOf } from '../read-rollups';
import { prepareMinutesSince } from '../retention/floor';

type Window = [scope: string, step: number, from: number, to: number];

export function prepareHeatmap(
  db: Database.Database,
): (query: FiguresQuery & { readonly stepMs: number }) => Heatmap {
  const scopesOf = prepareScopes(db);
  const minutesSince = prepareMinutesSince(db);
  const durations = db
    .prepare<Window, Buffer | null>(
      `SELECT ${joined('duration_buckets')} FROM rollup
       WHERE scope = ? AND step_seconds = ? AND start_seconds >= ? AND start_seconds < ?`,
    )
    .pluck();
  const histogram = new DurationHistogram();

  return (query) => {
    const { first, length, pieces, stepOf } = planSteps(query, minutesSince());
    const scopes = scopesOf(query);
    const bytesOf = new Map<number, Buffer[]>();
    for (const piece of pieces) {
      for (const { from, to } of windowsOf(piece, query.stepMs / 1000)) {
        const index = stepOf(from);
        const known = bytesOf.get(index) ?? [];
        bytesOf.set(index, known);
        for (const scope of scopes) {
          const bytes = durations.get(scope, piece.step, from, to);
          if (bytes) known.push(bytes);
        }
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
