import type { AlertFigureReader } from '../../alert-figures';
import { msToNs } from '../../derive/times';
import type { Connection } from '../connection';
import { Conditions } from '../statement';
import { MINUTE, MINUTE_NS } from './row-figures';

type LastRuns = AlertFigureReader['lastRuns'];

export function prepareLastRuns(connection: Connection): LastRuns {
  return async ({ afterMs, beforeMs }) => {
    // The minute's start is compared, not the invocation's.
    const start = `${MINUTE} * ${MINUTE_NS}`;
    const conditions = new Conditions().and(
      `${start} >= ? AND ${start} < ?`,
      msToNs(afterMs),
      msToNs(beforeMs),
    );
    const rows = await connection.ask<{ function: string; minute: string }>(
      `SELECT i.function_id AS function, toString(max(${MINUTE})) AS minute FROM invocation AS i ${conditions.where}
       GROUP BY function`,
      conditions.values,
    );
    return rows.map(({ function: functionId, minute }) => ({ functionId, at: Number(minute) * 60_000 }));
  };
}
