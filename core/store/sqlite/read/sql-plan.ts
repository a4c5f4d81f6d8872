import type Database from 'better-sqlite3';
import { FaaslensError } from '../../../errors';

/** Tables of the file that a statement may read: telemetry. What people edit (keys, channels) is not for everyone. */
const READABLE = new Set([
  'block',
  'block_filter',
  'block_group',
  'block_head',
  'block_key',
  'block_key_run',
  'block_meta',
  'dependency',
  'dependency_rollup',
  'environment',
  'error_group',
  'error_hour',
  'error_invocation',
  'function',
  'function_origin',
  'function_set',
  'function_set_member',
  'function_variant',
  'instance_fact',
  'invocation',
  'invocation_attribute',
  'pending_execution',
  'platform_count',
  'platform_origin',
  'platform_rollup',
  'promoted_attribute',
  'retention',
  'rollup',
  'size_rollup',
  'sqlite_schema',
  'text',
  'trace',
]);

/** After blanks and comments, whose parts cannot be read in two ways: a hostile text would try them all. */
const STATEMENT = /^(?:\s|--[^\n]*(?:\n|$)|\/\*(?:[^*]|\*(?!\/))*\*\/)*(?:select|with|values)\b/i;

interface Instruction {
  readonly opcode: string;
  readonly p2: number;
  readonly p3: number;
}

interface SchemaRow {
  readonly table: string;
  readonly rootpage: number;
}

/**
 * Asks SQLite how it would run the statement, and refuses one that does anything but read telemetry. Answers which
 * columns of virtual tables it reads, by their position (hidden ones first) and whichever the table is.
 * @throws FaaslensError `invalid_input`; the driver's error for what is not SQL.
 */
export function checkedPlan(db: Database.Database, sql: string): ReadonlySet<number> {
  if (!STATEMENT.test(sql) || !reads(db, sql)) {
    throw new FaaslensError('invalid_input', 'sql: must be one SELECT statement');
  }
  const instructions = db.prepare<[], Instruction>(`EXPLAIN ${sql}`).all();
  const tables = new Map(
    db
      .prepare<[], SchemaRow>('SELECT tbl_name AS "table", rootpage FROM sqlite_schema WHERE rootpage > 0')
      .all()
      .map(({ table, rootpage }) => [rootpage, table]),
  );
  tables.set(1, 'sqlite_schema');
  for (const { opcode, p2, p3 } of instructions) {
    if (!/^(?:OpenRead|OpenWrite|ReopenIdx)$/.test(opcode)) continue;
    const table = p3 === 0 ? tables.get(p2) : undefined;
    if (table === undefined || !READABLE.has(table)) {
      throw new FaaslensError('invalid_input', `sql: table ${table ?? ''} cannot be read; telemetry can`);
    }
  }
  return new Set(instructions.filter(({ opcode }) => opcode === 'VColumn').map(({ p2 }) => p2));
}

function reads(db: Database.Database, sql: string): boolean {
  const { reader, readonly } = db.prepare(sql);
  return reader && readonly;
}
