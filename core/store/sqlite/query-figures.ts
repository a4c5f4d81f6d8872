import type Database from 'better-sqlite3';
import { FIGURE_COLUMNS, Figures, type RollupFigures } from '../derive/figures';
import { stepsOf } from '../derive/steps';
import type { FiguresQuery, SeriesPoint, Totals } from '../store';
import { prepareCounted } from './counted-figures';
import { coarsestDividing, coverRange, type Piece } from './cover-range';
import { prepareMinutesSince } from './retention/floor';
import { environmentScope } from './rollup-scope';

type RollupRow = RollupFigures & { readonly scope: string; readonly start_seconds: bigint };

/** Reads the rollup rows of the pieces for these scopes. */
export type ReadRollups = (scopes: readonly string[], pieces: readonly Piece[]) => Iterable<RollupRow>;

export function prepareRollups(db: Database.Database): ReadRollups {
  const statement = db
    .prepare<[string, number, number, number], RollupRow>(
      `SELECT scope, start_seconds, ${FIGURE_COLUMNS} FROM rollup
       WHERE scope IN (SELECT value FROM json_each(?)) AND step_seconds = ? AND start_seconds >= ?
         AND start_seconds < ?`,
    )
    .safeIntegers();
  return function* (scopes, pieces) {
    const list = JSON.stringify(scopes);
    for (const { step, from, to } of pieces) yield* statement.iterate(list, step, from, to);
  };
}

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

export function prepareFigures(db: Database.Database, readRollups: ReadRollups): FigureQueries {
  const counted = prepareCounted(db);
  const minutesSince = prepareMinutesSince(db);
  const scopesOf = prepareScopes(db);

  return {
    totals(query) {
      const figures = new Figures();
      const pieces = coverRange(query.range, { minutesSince: minutesSince() });
      for (const row of readRollups(scopesOf(query), pieces)) figures.add(row);
      for (const more of counted(query, pieces, () => 0)) figures.addCounted(more);
      return figures.totals();
    },

    series(query) {
      const { first, length, pieces, stepOf } = planSteps(query, minutesSince());
      const points = Array.from({ length }, () => new Figures());
      for (const row of readRollups(scopesOf(query), pieces)) {
        points[stepOf(Number(row.start_seconds))]?.add(row);
      }
      for (const more of counted(query, pieces, stepOf)) points[more.step]?.addCounted(more);
      return points.map((figures, index) => ({
        t: (first + index) * query.stepMs,
        ...figures.totals(),
      }));
    },
  };
}

export interface Steps {
  /** Number of the first step since the epoch. */
  readonly first: number;
  readonly length: number;
  readonly pieces: readonly Piece[];
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
  return {
    first,
    length,
    pieces: coverRange(range, { coarsest: coarsestDividing(stepSeconds), minutesSince }),
    stepOf: (startSeconds) => Math.floor(startSeconds / stepSeconds) - first,
  };
}
