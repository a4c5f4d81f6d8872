import type { AlertFigureReader } from '../../alert-figures';
import { msToNs, nsToTimeMs } from '../../derive/times';
import type { Connection } from '../connection';
import { Conditions } from '../statement';

/** The function of the first error of each group that began in the range. */
export function prepareNewErrors(connection: Connection): AlertFigureReader['newErrors'] {
  return async ({ range }) => {
    const conditions = new Conditions();
    const began = conditions.bind('first >= ? AND first < ?', msToNs(range.fromMs), msToNs(range.toMs));
    const known = conditions.bind('first_ns < ?', msToNs(range.fromMs));
    const rows = await connection.ask<{ first: string; owner: readonly [string | null] }>(
      `SELECT min(e.time_ns) AS first, argMin(tuple(e.function_id), (e.time_ns, e.trace_id)) AS owner
       FROM error AS e WHERE e.fingerprint NOT IN (SELECT fingerprint FROM error_seen WHERE ${known})
       GROUP BY e.fingerprint HAVING ${began}`,
      conditions.values,
    );
    return rows.map(({ first, owner: [functionId] }) => ({ functionId, at: nsToTimeMs(BigInt(first)) }));
  };
}
