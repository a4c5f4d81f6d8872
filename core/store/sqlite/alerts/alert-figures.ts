import type Database from 'better-sqlite3';
import { prepareMinutesSince } from '../retention/floor';
import { prepareDependencyFigures } from './dependency-figures';
import { prepareFunctionFigures } from './function-figures';
import { prepareInvocationFigures } from './invocation-figures';
import { prepareNewErrors } from './new-errors';
import { prepareLastRuns, prepareThrottledAttempts } from './runs-and-throttles';

/** The questions of `AlertFigureReader`. */
export function prepareAlertFigures(db: Database.Database) {
  const minutesSince = prepareMinutesSince(db);
  return {
    keptSince: () => minutesSince() * 1000,
    functionFigures: prepareFunctionFigures(db),
    invocationFigures: prepareInvocationFigures(db),
    dependencyFigures: prepareDependencyFigures(db),
    lastRuns: prepareLastRuns(db),
    throttledAttempts: prepareThrottledAttempts(db),
    newErrors: prepareNewErrors(db),
  };
}
