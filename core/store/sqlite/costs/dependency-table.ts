import type Database from 'better-sqlite3';
import { hexBytes } from '../values';

/** What functions wait for, by number. */
export interface DependencyTable {
  /**
   * The number of a function's dependency, which is given one when it is new. Of a function's dependencies the first 100
   * are told apart, all others are one without a name: hosts may be made up by the thousand.
   */
  noOf(functionId: string, name: string): number;
  /** To be called after a rollback: numbers given meanwhile may be given again. */
  forget(): void;
}

const MOST_OF_FUNCTION = 100;
const MOST_REMEMBERED = 10_000;

export function createDependencyTable(db: Database.Database): DependencyTable {
  const find = db
    .prepare<[Buffer, string], number>('SELECT no FROM dependency WHERE function_id = ? AND name = ?')
    .pluck();
  const count = db
    .prepare<[Buffer], number>("SELECT count(*) FROM dependency WHERE function_id = ? AND name <> ''")
    .pluck();
  const insert = db.prepare<[Buffer, string]>('INSERT INTO dependency (function_id, name) VALUES (?, ?)');
  const known = new Map<string, number>();

  const lookUp = (functionId: string, name: string): number => {
    const key = hexBytes(functionId);
    const found = find.get(key, name);
    if (found !== undefined) return found;
    if (name !== '' && (count.get(key) ?? 0) >= MOST_OF_FUNCTION) return noOf(functionId, '');
    return Number(insert.run(key, name).lastInsertRowid);
  };

  const noOf = (functionId: string, name: string): number => {
    const key = `${functionId} ${name}`;
    const remembered = known.get(key);
    if (remembered !== undefined) return remembered;
    const no = lookUp(functionId, name);
    if (known.size >= MOST_REMEMBERED) known.clear();
    known.set(key, no);
    return no;
  };

  return { noOf, forget: () => known.clear() };
}

/** Answers the names of dependencies, for readers. */
export function prepareDependencyNames(db: Database.Database): (no: bigint) => string {
  const find = db.prepare<[bigint], string>('SELECT name FROM dependency WHERE no = ?').pluck();
  const known = new Map<bigint, string>();
  return (no) => {
    const name = known.get(no) ?? find.get(no) ?? '';
    if (known.size >= MOST_REMEMBERED) known.clear();
    known.set(no, name);
    return name;
  };
}
