import { Figures } from '../derive/figures';
import { stepsOf } from '../derive/steps';
import type { FiguresQuery, SeriesPoint, Totals } from '../store';
import type { Connection } from './connection';
import type { CountedFigures } from './executions/query-counts';
import { toFigureRow } from './figure-columns';
import { figureConditions, stepTerm } from './figure-conditions';
import { askFigures } from './figure-rows';

/** A step that no time is beyond, of whole hours. */
export const WHOLE_MS = 10_000_000_800_000;

export interface FigureQueries {
  totals(query: FiguresQuery): Promise<Totals>;
  series(query: FiguresQuery & { readonly stepMs: number }): Promise<readonly SeriesPoint[]>;
}

export function prepareFigures(connection: Connection, counted: CountedFigures): FigureQueries {
  return {
    async totals(query) {
      const rows = await askFigures(connection, query.range, (range) => ({
        conditions: figureConditions({ ...query, range }),
      }));
      const figures = new Figures();
      for (const row of rows) figures.add(toFigureRow(row));
      for (const more of await counted(query, WHOLE_MS)) figures.addCounted(more);
      return figures.totals();
    },

    async series(query) {
      const { first, length } = stepsOf(query.range, query.stepMs);
      const points = Array.from({ length }, () => new Figures());
      // The hour in which the range begins may begin before it.
      const pointOf = (step: number) => points[Math.max(step - first, 0)];
      const rows = await askFigures<{ readonly step: string }>(
        connection,
        query.range,
        (range) => {
          const conditions = figureConditions({ ...query, range });
          const step = stepTerm(conditions, query.stepMs);
          return { conditions, select: `toString(${step}) AS step`, groupBy: 'step' };
        },
        { stepMs: query.stepMs },
      );
      for (const row of rows) pointOf(Number(row.step))?.add(toFigureRow(row));
      for (const more of await counted(query, query.stepMs)) pointOf(more.step)?.addCounted(more);
      return points.map((figures, index) => ({ t: (first + index) * query.stepMs, ...figures.totals() }));
    },
  };
}
