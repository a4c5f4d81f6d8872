import type Database from 'better-sqlite3';
import { groupBy } from '../../model/group-by';
import { Figures } from '../derive/figures';
import { stepsOf } from '../derive/steps';
import type { FiguresQuery, SeriesPoint, Totals } from '../store';
import { prepareCounted } from './counted-figures';
import { coarsestDividing, coverRange, type Piece } from './cover-range';
import type { AddRollups } from './read-rollups';
import { prepareMinutesSince } from './retention/floor';
import { environmentScope } from './rollup-scope';

export interface FigureQueries {
  totals(query: FiguresQuery): Totals;
  series(query: FiguresQuery & { readonly stepMs: number }): readonly SeriesPoint[];
}

/** The scopes whose rollups together are what was asked for. */
export function prepareScopes(
  db: Database.Database,
): (query: Pick<FiguresQuery, 'environment' | 'functionId'>) => string[] {
  const environmentOf = db.prepare<[string], string>('SELECT environment FROM function WHERE id = ?').pluck();
  const environments = db.prepare<[], string>('SELECT DISTINCT environment FROM function').pluck();
  return ({ environment, functionId }) => {
    if (functionId !== undefined) {
      const matches = environment === undefined || environmentOf.get(functionId) === environment;
      return matches ? [functionId] : [];
    }
    return (environment === undefined ? environments.all() : [environment]).map(environmentScope);
  };
}

export function prepareFigures(db: Database.Database, addRollups: AddRollups): FigureQueries {
  const counted = prepareCounted(db);
  const minutesSince = prepareMinutesSince(db);
  const scopesOf = prepareScopes(db);

  return {
    totals(query) {
      const figures = new Figures(query.costs);
      const pieces = coverRange(query.range, { minutesSince: minutesSince() });
      const { percentiles, costs } = query;
      addRollups({ scopes: scopesOf(query), pieces, percentiles, costs, together: true }, () => figures);
      for (const more of counted(query, pieces, () => 0)) figures.addCounted(more);
      return figures.totals();
    },

    series(query) {
      const { first, length, pieces, indexOf, stepOf } = planSteps(query, minutesSince());
      const { percentiles, costs, stepMs } = query;
      const beyond = groupBy(counted(query, pieces, stepOf), ({ step }) => step);
      const points: SeriesPoint[] = [];
      let figures = new Figures(costs);
      /** Steps come in order of time: each is added up before the next one is read, so that its rows are garbage at once. */
      const finish = (upTo: number) => {
        while (points.length < upTo) {
          for (const more of beyond.get(points.length) ?? []) figures.addCounted(more);
          points.push({ t: (first + points.length) * stepMs, ...figures.totals() });
          figures = new Figures(costs);
        }
      };
      const asked = { scopes: scopesOf(query), pieces, stepSeconds: stepMs / 1000, percentiles, costs };
      addRollups({ ...asked, together: true }, (_scope, step) => {
        const index = indexOf(step);
        if (index >= length) return undefined;
        finish(index);
        return figures;
      });
      finish(length);
      return points;
    },
  };
}

export interface Steps {
  /** Number of the first step since the epoch. */
  readonly first: number;
  readonly length: number;
  readonly pieces: readonly Piece[];
  /**
   * The index of a step by its number. Where only hours are left, the first one may begin before the first step: it counts
   * there, so that steps add up to the totals.
   */
  indexOf(step: number): number;
  /** The index of the step in which rollups start. */
  stepOf(startSeconds: number): number;
}

/**
 * The steps of a series, and the rollups that they are made of.
 * @throws FaaslensError `invalid_input` for a step that is no number of whole minutes, or too small
 */
export function planSteps(
  { range, stepMs }: Pick<FiguresQuery, 'range'> & { readonly stepMs: number },
  minutesSince: number,
): Steps {
  const { first, length } = stepsOf(range, stepMs);
  const stepSeconds = stepMs / 1000;
  const indexOf = (step: number) => Math.max(0, step - first);
  return {
    first,
    length,
    pieces: coverRange(range, { coarsest: coarsestDividing(stepSeconds), minutesSince }),
    indexOf,
    stepOf: (startSeconds) => indexOf(Math.floor(startSeconds / stepSeconds)),
  };
}
