import type Database from 'better-sqlite3';
import { HOUR_MS, MINUTE_MS, toWholeMinutes } from '../../../model/time-range';
import type { AlertFigureReader } from '../../alert-figures';
import { type CountedFigures, prepareCounted } from '../counted-figures';
import { coverMinutes } from '../cover-range';
import { prepareMinutesSince } from '../retention/floor';
import { ROLLUP_STEPS } from '../rollup-scope';

const [MINUTE, HOUR] = ROLLUP_STEPS;

interface LastRunRow {
  readonly functionId: string;
  /** Starts, in seconds since the epoch. */
  readonly minute: number | null;
  readonly hour: number | null;
}

type Query<Method extends keyof AlertFigureReader> = Parameters<AlertFigureReader[Method]>[0];
type Answer<Method extends keyof AlertFigureReader> = Awaited<ReturnType<AlertFigureReader[Method]>>;

export function prepareLastRuns(db: Database.Database): (query: Query<'lastRuns'>) => Answer<'lastRuns'> {
  const newest = (
    step: number,
  ) => `SELECT start_seconds FROM rollup WHERE scope = f.id AND step_seconds = ${step}
    AND start_seconds >= ? AND start_seconds < ? AND invocations > 0 ORDER BY start_seconds DESC LIMIT 1`;
  const minutesSince = prepareMinutesSince(db);
  const statement = db.prepare<[number, number, number, number], LastRunRow>(
    `SELECT f.id AS functionId, (${newest(MINUTE)}) AS minute, (${newest(HOUR)}) AS hour FROM function f`,
  );
  return ({ afterMs, beforeMs }) => {
    const range = toWholeMinutes({ fromMs: afterMs, toMs: beforeMs });
    const [after, before] = [range.fromMs / 1000, range.toMs / 1000];
    // Hours in which there are minutes tell nothing more.
    const hoursBefore = Math.min(before, minutesSince());
    return statement.all(after, before, after, hoursBefore).flatMap(({ functionId, minute, hour }) => {
      if (minute !== null) return { functionId, at: minute * 1000 };
      // Somewhere in the hour: nobody is told of a longer silence than is known.
      return hour === null ? [] : { functionId, at: Math.min(hour * 1000 + HOUR_MS, range.toMs) - MINUTE_MS };
    });
  };
}

export function prepareThrottledAttempts(
  db: Database.Database,
): (query: Query<'throttledAttempts'>) => Answer<'throttledAttempts'> {
  const counted: CountedFigures = prepareCounted(db);
  const minutesSince = prepareMinutesSince(db);
  return ({ range }) => {
    const pieces = coverMinutes(range, minutesSince());
    return [...counted({}, pieces, (startSeconds) => startSeconds)].flatMap(
      ({ functionId, step, throttles }) =>
        throttles === null ? [] : [{ functionId, at: step * 1000, attempts: throttles }],
    );
  };
}
