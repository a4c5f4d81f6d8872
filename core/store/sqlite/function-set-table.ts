import type Database from 'better-sqlite3';

/** Combinations of functions: a trace names the one it invoked by a single number. */
export interface FunctionSetTable {
  /** The number of the combination that `membersText` names. */
  idOf(members: string): number;
}

export function createFunctionSetTable(db: Database.Database): FunctionSetTable {
  const find = db.prepare<[string], number>('SELECT id FROM function_set WHERE members = ?').pluck();
  const insert = db.prepare<[string]>('INSERT INTO function_set (members) VALUES (?)');
  const insertMember = db.prepare<[number, number]>(
    'INSERT INTO function_set_member (function_no, set_id) VALUES (?, ?)',
  );
  return {
    idOf(members) {
      const known = find.get(members);
      if (known !== undefined) return known;
      const id = Number(insert.run(members).lastInsertRowid);
      for (const functionNo of members.split(',')) insertMember.run(Number(functionNo), id);
      return id;
    },
  };
}

/** The same text for the same functions' numbers in any order. */
export function membersText(functionNos: ReadonlySet<number>): string {
  return [...functionNos].sort((a, b) => a - b).join(',');
}
