import type Database from 'better-sqlite3';

/**
 * Removes the numbers of dependencies, variants and combinations of functions that nothing refers to any more, in a
 * transaction of its own. Whoever remembers such numbers has to forget them.
 */
export function prepareUnused(db: Database.Database): () => void {
  const statements = [
    `DELETE FROM dependency WHERE NOT EXISTS (
       SELECT 1 FROM dependency_rollup r WHERE r.dependency_no = dependency.no)`,
    `DELETE FROM function_variant WHERE NOT EXISTS (
       SELECT 1 FROM rollup r WHERE r.scope = 'variant:' || function_variant.no)`,
    `DELETE FROM function_origin WHERE function_no NOT IN (SELECT no FROM function)`,
    `DELETE FROM function_set_member WHERE function_no NOT IN (SELECT no FROM function)`,
  ].map((sql) => db.prepare(sql));
  const run = db.transaction(() => {
    for (const statement of statements) statement.run();
  });
  return () => run.immediate();
}
