import { toWholeMinutes } from '../../model/time-range';
import { Figures } from '../derive/figures';
import { stepsOf } from '../derive/steps';
import type { FiguresQuery, SeriesPoint, Totals } from '../store';
import type { Connection } from './connection';
import type { CountedFigures } from './executions/query-counts';
import { type AnsweredFigures, FIGURE_SELECT, toFigureRow } from './figure-columns';
import { Conditions } from './statement';

/** A step that no time is beyond. */
export const WHOLE_MS = 10_000_000_000_000;

export interface FigureQueries {
  totals(query: FiguresQuery): Promise<Totals>;
  series(query: FiguresQuery & { readonly stepMs: number }): Promise<readonly SeriesPoint[]>;
}

/** The invocations that figures are asked of. */
export function figureConditions({ range, environment, functionId }: FiguresQuery): Conditions {
  return new Conditions()
    .within('i.start_ns', toWholeMinutes(range))
    .andIf(environment, 'i.environment = ?')
    .andIf(functionId, 'i.function_id = ?');
}

export function prepareFigures(connection: Connection, counted: CountedFigures): FigureQueries {
  return {
    async totals(query) {
      const conditions = figureConditions(query);
      const [row] = await connection.ask<AnsweredFigures>(
        `SELECT ${FIGURE_SELECT} FROM invocation AS i ${conditions.where}`,
        conditions.values,
      );
      const figures = new Figures();
      if (row) figures.add(toFigureRow(row));
      for (const more of await counted(query, WHOLE_MS)) figures.addCounted(more);
      return figures.totals();
    },

    async series(query) {
      const { first, length } = stepsOf(query.range, query.stepMs);
      const points = Array.from({ length }, () => new Figures());
      const conditions = figureConditions(query);
      const step = conditions.bind('intDiv(i.start_ns, ?)', BigInt(query.stepMs) * 1_000_000n);
      const rows = await connection.ask<AnsweredFigures & { readonly step: string }>(
        `SELECT toString(${step}) AS step, ${FIGURE_SELECT} FROM invocation AS i ${conditions.where} GROUP BY step`,
        conditions.values,
      );
      for (const row of rows) points[Number(row.step) - first]?.add(toFigureRow(row));
      for (const more of await counted(query, query.stepMs)) points[more.step - first]?.addCounted(more);
      return points.map((figures, index) => ({ t: (first + index) * query.stepMs, ...figures.totals() }));
    },
  };
}
