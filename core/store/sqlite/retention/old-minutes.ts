import type Database from 'better-sqlite3';
import { ROLLUP_STEPS } from '../rollup-scope';

const [MINUTE] = ROLLUP_STEPS;

/** Deletes some of the counters of minutes that start before so many seconds since the epoch; answers how many. */
export function prepareOldMinutes(db: Database.Database, rowsAtOnce: number): (seconds: number) => number {
  const tables = [
    { table: 'rollup', scope: 'scope' },
    { table: 'platform_rollup', scope: 'origin_no' },
    { table: 'dependency_rollup', scope: 'dependency_no' },
  ].map(({ table, scope }) => ({
    // From one scope to the next, so that those without old minutes cost one look each.
    next: db
      .prepare<[string | number], string | number>(
        `SELECT ${scope} FROM ${table} WHERE ${scope} > ? ORDER BY ${scope} LIMIT 1`,
      )
      .pluck(),
    remove: db.prepare<[string | number, string | number, number, number]>(
      `DELETE FROM ${table} WHERE ${scope} = ? AND step_seconds = ${MINUTE} AND start_seconds IN (
         SELECT start_seconds FROM ${table}
         WHERE ${scope} = ? AND step_seconds = ${MINUTE} AND start_seconds < ? LIMIT ?)`,
    ),
    first: table === 'rollup' ? '' : -1,
  }));

  return (seconds) => {
    let removed = 0;
    for (const { next, remove, first } of tables) {
      for (let scope = next.get(first); scope !== undefined; scope = next.get(scope)) {
        removed += remove.run(scope, scope, seconds, rowsAtOnce - removed).changes;
        if (removed >= rowsAtOnce) return removed;
      }
    }
    return removed;
  };
}
