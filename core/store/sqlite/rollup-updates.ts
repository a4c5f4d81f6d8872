import type Database from 'better-sqlite3';
import { toInt64 } from './values';

export type Values = (string | number | bigint | Uint8Array)[];

/** Changes a rollup row that is there: adds to its sums, and puts the other values in the place of what they were. */
export type UpdateRollup = (
  key: readonly [scope: string, step: number, start: number],
  /** In the order of the columns. */
  sums: readonly bigint[],
  /** The same; null for what stays. */
  replaced: readonly (bigint | Uint8Array | null)[],
) => void;

/** Kinds of traffic are few; what a rare one changes is found anew each time. */
const MOST_STATEMENTS = 100;
const MAX = 2n ** 63n - 1n;

/** Most sums of most rows stay what they are: a statement for each set of columns writes only those that change. */
export function prepareRollupUpdates(
  db: Database.Database,
  sumColumns: readonly string[],
  replacedColumns: readonly string[],
): UpdateRollup {
  // As `toInt64` has it: a sum that is no integer is too large for one.
  const sets = [
    ...sumColumns.map((column) => `${column} = max(-${MAX}, min(${MAX}, ${column} + ?))`),
    ...replacedColumns.map((column) => `${column} = ?`),
  ];
  const statements = new Map<number, Database.Statement<[Values]>>();
  const statementOf = (changed: number): Database.Statement<[Values]> => {
    const known = statements.get(changed);
    if (known) return known;
    const statement = db.prepare<[Values]>(
      `UPDATE rollup SET ${sets.filter((_, at) => (changed & (1 << at)) !== 0).join(', ')}
       WHERE scope = ? AND step_seconds = ? AND start_seconds = ?`,
    );
    if (statements.size >= MOST_STATEMENTS) statements.clear();
    statements.set(changed, statement);
    return statement;
  };

  /** Of the row at hand: there are many, so it is made once. */
  const values: Values = [];
  return (key, sums, replaced) => {
    let changed = 0;
    values.length = 0;
    for (let at = 0; at < sums.length; at += 1) {
      const more = sums[at] ?? 0n;
      if (more === 0n) continue;
      changed |= 1 << at;
      values.push(toInt64(more));
    }
    for (let at = 0; at < replaced.length; at += 1) {
      const next = replaced[at] ?? null;
      if (next === null) continue;
      changed |= 1 << (sums.length + at);
      values.push(next);
    }
    if (changed === 0) return;
    values.push(...key);
    statementOf(changed).run(values);
  };
}
