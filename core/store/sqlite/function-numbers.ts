import type Database from 'better-sqlite3';

/** The numbers that invocation rows name functions and their origins by, for one batch: asked for once. */
export interface FunctionNumbers {
  /** The number of a function, which must be stored. */
  functionNo(functionId: string): number;
  /** The number of an origin (`originOf`) that the function was seen with; it is given one when it is new. */
  originNo(functionId: string, origin: Buffer): number;
  /** Forgets an origin that no invocation of the function has any more. */
  removeUnused(functionId: string, origin: Buffer): void;
}

/** Answers new ones for each batch. */
export function prepareFunctionNumbers(db: Database.Database): () => FunctionNumbers {
  const findFunction = db.prepare<[string], number>('SELECT no FROM function WHERE id = ?').pluck();
  const findOrigin = db
    .prepare<[number, Buffer], number>('SELECT no FROM function_origin WHERE function_no = ? AND origin = ?')
    .pluck();
  const addOrigin = db.prepare<[number, Buffer]>(
    'INSERT INTO function_origin (function_no, origin) VALUES (?, ?)',
  );
  const removeOrigin = db.prepare<[number, number, number]>(
    `DELETE FROM function_origin WHERE no = ?
     AND NOT EXISTS (SELECT 1 FROM invocation WHERE function_no = ? AND origin_no = ?)`,
  );

  return () => {
    const functions = new Map<string, number>();
    /** By the object: it is the same one for the spans of a resource. */
    const origins = new Map<string, Map<Buffer, number>>();

    const functionNo = (id: string): number => {
      const known = functions.get(id);
      if (known !== undefined) return known;
      const no = findFunction.get(id);
      if (no === undefined) throw new Error(`function ${id} is missing`);
      functions.set(id, no);
      return no;
    };
    const findOrAdd = (no: number, origin: Buffer): number =>
      findOrigin.get(no, origin) ?? Number(addOrigin.run(no, origin).lastInsertRowid);

    return {
      functionNo,
      originNo(id, origin) {
        const ofFunction = origins.get(id) ?? new Map<Buffer, number>();
        origins.set(id, ofFunction);
        const no = ofFunction.get(origin) ?? findOrAdd(functionNo(id), origin);
        ofFunction.set(origin, no);
        return no;
      },
      removeUnused(id, origin) {
        const no = findOrigin.get(functionNo(id), origin);
        if (no !== undefined) removeOrigin.run(no, functionNo(id), no);
      },
    };
  };
}
