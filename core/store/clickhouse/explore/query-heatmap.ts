import { DurationBands } from '../../derive/duration-bands';
import { stepsOf } from '../../derive/steps';
import type { Heatmap } from '../../explore';
import type { FiguresQuery } from '../../figures';
import type { Connection } from '../connection';
import type { Counts } from '../figure-columns';
import { figureConditions, stepTerm } from '../figure-conditions';

export function prepareHeatmap(
  connection: Connection,
): (query: FiguresQuery & { readonly stepMs: number }) => Promise<Heatmap> {
  return async (query) => {
    const { first, length } = stepsOf(query.range, query.stepMs);
    const conditions = figureConditions(query);
    const step = stepTerm(conditions, query.stepMs);
    const rows = await connection.ask<{ step: string; buckets: Counts }>(
      `SELECT toString(${step}) AS step, sumMap([i.duration_bucket], [toUInt64(1)]) AS buckets
       FROM invocation AS i ${conditions.where} GROUP BY step`,
      conditions.values,
    );
    const bands = new DurationBands();
    for (const row of rows) {
      const [numbers, counts] = row.buckets;
      for (const [index, bucket] of numbers.entries())
        bands.add(Number(row.step) - first, bucket, Number(counts[index] ?? 0));
    }
    return bands.heatmap(Array.from({ length }, (_, index) => (first + index) * query.stepMs));
  };
}
