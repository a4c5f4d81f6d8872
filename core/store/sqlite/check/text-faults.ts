import type Database from 'better-sqlite3';
import type { StoreFault } from '../../fault';

const REFERENCES = [
  ['trace', 'root_name'],
  ['invocation', 'version'],
  ['invocation', 'error_type'],
  ['invocation', 'cost_note'],
  ['invocation', 'execution_origin'],
] as const;

/** Columns "text or number" with numbers of texts that there are not. */
export function textFaults(db: Database.Database): readonly StoreFault[] {
  return REFERENCES.flatMap(([table, column]) => {
    const missing = db
      .prepare<[], number>(
        `SELECT count(*) FROM ${table} WHERE typeof(${column}) = 'integer' AND ${column} NOT IN (SELECT id FROM text)`,
      )
      .pluck()
      .get();
    if (!missing) return [];
    return [{ part: 'texts', text: `${column} of ${missing} rows of ${table} is a text that is missing` }];
  });
}
