import type Database from 'better-sqlite3';
import { toWholeMinutes } from '../../../model/time-range';
import type { AlertFigureReader } from '../../alert-figures';
import { type CountedFigures, prepareCounted } from '../counted-figures';
import { coverRange } from '../cover-range';
import { ROLLUP_STEPS } from '../rollup-scope';

type Query<Method extends keyof AlertFigureReader> = Parameters<AlertFigureReader[Method]>[0];
type Answer<Method extends keyof AlertFigureReader> = Awaited<ReturnType<AlertFigureReader[Method]>>;

export function prepareLastRuns(db: Database.Database): (query: Query<'lastRuns'>) => Answer<'lastRuns'> {
  const statement = db.prepare<[number, number], { functionId: string; seconds: number | null }>(
    `SELECT f.id AS functionId, (
       SELECT start_seconds FROM rollup WHERE scope = f.id AND step_seconds = ${ROLLUP_STEPS[0]} AND start_seconds >= ?
         AND start_seconds < ? AND invocations > 0 ORDER BY start_seconds DESC LIMIT 1
     ) AS seconds FROM function f`,
  );
  return ({ afterMs, beforeMs }) =>
    statement
      .all(Math.floor(afterMs / 1000), Math.ceil(beforeMs / 1000))
      .flatMap(({ functionId, seconds }) => (seconds === null ? [] : [{ functionId, at: seconds * 1000 }]));
}

export function prepareThrottledAttempts(
  db: Database.Database,
): (query: Query<'throttledAttempts'>) => Answer<'throttledAttempts'> {
  const counted: CountedFigures = prepareCounted(db);
  return ({ range }) => {
    const pieces = coverRange(toWholeMinutes(range), { coarsest: ROLLUP_STEPS[0] });
    return [...counted({}, pieces, (startSeconds) => startSeconds)].flatMap(
      ({ functionId, step, throttles }) =>
        throttles === null ? [] : [{ functionId, at: step * 1000, attempts: throttles }],
    );
  };
}
