import type Database from 'better-sqlite3';
import { DEPENDENCY_KINDS, type DependencyKind } from '../../../model/costs/dependency-kind';
import { ownText } from '../../../model/own-text';
import { hexBytes } from '../values';

/** The number of one of a function's dependencies. */
export type DependencyNo = (functionId: string, name: string, kind: DependencyKind) => number;

/** What functions call and wait for, by number. */
export interface DependencyTable {
  /**
   * The number of a function's dependency, which is given one when it is new. Of a function's dependencies the first 100
   * are told apart, all others are one without a name: hosts may be made up by the thousand. Of all kinds that were ever
   * told of it, the one that tells most is kept.
   */
  readonly noOf: DependencyNo;
  /** To be called after a rollback: numbers given meanwhile may be given again. */
  forget(): void;
}

interface Known {
  readonly no: number;
  /** Position in DEPENDENCY_KINDS. */
  readonly kind: number;
}

const MOST_OF_FUNCTION = 100;
const MOST_REMEMBERED = 10_000;
const OTHER = DEPENDENCY_KINDS.indexOf('other');

export function createDependencyTable(db: Database.Database): DependencyTable {
  const find = db.prepare<[Buffer, string], Known>(
    'SELECT no, kind FROM dependency WHERE function_id = ? AND name = ?',
  );
  const count = db
    .prepare<[Buffer], number>("SELECT count(*) FROM dependency WHERE function_id = ? AND name <> ''")
    .pluck();
  const insert = db.prepare<[Buffer, string, number]>(
    'INSERT INTO dependency (function_id, name, kind) VALUES (?, ?, ?)',
  );
  const saveKind = db.prepare<[number, number]>('UPDATE dependency SET kind = ? WHERE no = ?');
  const known = new Map<string, Known>();

  const lookUp = (functionId: string, name: string, kind: number): Known => {
    const key = hexBytes(functionId);
    const found = find.get(key, name);
    if (found !== undefined) return found;
    if (name !== '' && (count.get(key) ?? 0) >= MOST_OF_FUNCTION) {
      // What shares a number does not change its kind.
      return { no: remembered(functionId, '', OTHER).no, kind: 0 };
    }
    return { no: Number(insert.run(key, name, kind).lastInsertRowid), kind };
  };

  const remembered = (functionId: string, name: string, kind: number): Known => {
    const key = `${functionId} ${name}`;
    const before = known.get(key);
    if (before !== undefined && kind >= before.kind) return before;
    let one = before ?? lookUp(functionId, name, kind);
    if (kind < one.kind) {
      one = { no: one.no, kind };
      saveKind.run(kind, one.no);
    }
    if (known.size >= MOST_REMEMBERED) known.clear();
    known.set(ownText(key), one);
    return one;
  };

  return {
    noOf: (functionId, name, kind) =>
      remembered(functionId, name, name === '' ? OTHER : DEPENDENCY_KINDS.indexOf(kind)).no,
    forget: () => known.clear(),
  };
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
