import { Figures } from '../derive/figures';
import { stepsOf } from '../derive/steps';
import type { FiguresQuery, SeriesPoint, Totals } from '../store';
import type { Connection } from './connection';
import type { CountedFigures } from './executions/query-counts';
import { prepareFigureRows } from './figures-together';

/** A step that no time is beyond, of whole hours. */
export const WHOLE_MS = 10_000_000_800_000;

export interface FigureQueries {
  totals(query: FiguresQuery): Promise<Totals>;
  series(query: FiguresQuery & { readonly stepMs: number }): Promise<readonly SeriesPoint[]>;
}

export function prepareFigures(connection: Connection, counted: CountedFigures): FigureQueries {
  const ask = prepareFigureRows(connection);
  return {
    async totals(query) {
      const asked = ask(query);
      const [rows, more] = await Promise.all([asked, counted(query, WHOLE_MS, asked)]);
      const figures = new Figures(query.costs);
      for (const row of rows) figures.add(row.figures);
      for (const one of more) figures.addCounted(one);
      return figures.totals();
    },

    async series(query) {
      const { first, length } = stepsOf(query.range, query.stepMs);
      const points = Array.from({ length }, () => new Figures(query.costs));
      // The hour in which the range begins may begin before it.
      const pointOf = (step: number) => points[Math.max(step - first, 0)];
      const asked = ask(query, query.stepMs);
      const [rows, more] = await Promise.all([asked, counted(query, query.stepMs, asked)]);
      for (const { step, figures } of rows) pointOf(step)?.add(figures);
      for (const one of more) pointOf(one.step)?.addCounted(one);
      return points.map((figures, index) => ({ t: (first + index) * query.stepMs, ...figures.totals() }));
    },
  };
}
