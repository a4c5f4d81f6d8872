import type Database from 'better-sqlite3';

/** The environments that any telemetry named, sorted. */
export function prepareEnvironments(db: Database.Database): () => readonly string[] {
  const names = db.prepare<[], string>('SELECT name FROM environment').pluck();
  return () => names.all().sort();
}
