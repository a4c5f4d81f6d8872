import type Database from 'better-sqlite3';
import type { StoreFault } from '../../fault';
import { prepareMinutesSince } from '../retention/floor';

const HOUR_SECONDS = 3600;
const HOUR_NS = '3600000000000';

/** Groups of errors that count other invocations than those that have their errors, in the hours that are kept. */
export function errorFaults(db: Database.Database): readonly StoreFault[] {
  const since = Math.ceil(prepareMinutesSince(db)() / HOUR_SECONDS);
  return db
    .prepare<[number, number], string>(
      `SELECT lower(hex(g.fingerprint)) FROM (
         SELECT group_no, hour, invocations AS counted FROM error_hour WHERE hour >= ?
         UNION ALL
         SELECT group_no, start_ns / ${HOUR_NS} AS hour, -times FROM error_invocation WHERE start_ns / ${HOUR_NS} >= ?
       ) LEFT JOIN error_group g ON g.no = group_no
       GROUP BY group_no, hour HAVING sum(counted) <> 0 ORDER BY group_no, hour`,
    )
    .pluck()
    .all(since, since)
    .map((fingerprint) => ({
      part: 'counters',
      text: `invocations with errors of ${fingerprint} in one hour are not what its list of them says`,
    }));
}
