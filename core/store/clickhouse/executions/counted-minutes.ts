/** What a count is about. */
export const COUNT_STREAM = 'function_name, feed, provider, account_id, region, environment, is_throttles';

const STREAM = `${COUNT_STREAM}, stream`;

/**
 * What platforms counted in each minute since the epoch, as a statement with the columns of `COUNT_STREAM`, `minute` and
 * `more`. A counter never falls: what counts for a minute is what it adds to the most that was told before.
 */
export function countedMinutes(from: bigint | number, to: bigint | number, only = ''): string {
  return `SELECT ${COUNT_STREAM}, minute, if(value > before, value - before, 0) AS more
       FROM (SELECT ${STREAM}, minute, value, max(value) OVER (PARTITION BY ${STREAM} ORDER BY minute
               ROWS BETWEEN UNBOUNDED PRECEDING AND 1 PRECEDING) AS before
             FROM platform_count FINAL WHERE minute < ${to} ${only}
               AND stream IN (SELECT stream FROM platform_count WHERE minute >= ${from} AND minute < ${to})) AS told
       WHERE told.minute >= ${from} AND (value > before OR is_throttles = 1)`;
}
