import type Database from 'better-sqlite3';

export interface EnvironmentTable {
  /** The number of an environment, which is given one when it is new. */
  idOf(environment: string): number;
}

export function createEnvironmentTable(db: Database.Database): EnvironmentTable {
  const find = db.prepare<[string], number>('SELECT id FROM environment WHERE name = ?').pluck();
  const insert = db.prepare<[string]>('INSERT INTO environment (name) VALUES (?)');
  return { idOf: (name) => find.get(name) ?? Number(insert.run(name).lastInsertRowid) };
}
