import type Database from 'better-sqlite3';

/** The environments that any telemetry named, sorted. */
export function prepareEnvironments(db: Database.Database): () => readonly string[] {
  // Jumps from one value to the next: there is a resource for every instance of every function.
  const ofResources = db
    .prepare<[], string>(
      `WITH RECURSIVE seen(environment) AS (
         SELECT min(environment) FROM resource
         UNION ALL
         SELECT (SELECT min(environment) FROM resource WHERE environment > seen.environment)
         FROM seen WHERE seen.environment IS NOT NULL
       ) SELECT environment FROM seen WHERE environment IS NOT NULL`,
    )
    .pluck();
  const ofFunctions = db.prepare<[], string>('SELECT DISTINCT environment FROM function').pluck();
  return () => [...new Set([...ofResources.all(), ...ofFunctions.all()])].sort();
}
