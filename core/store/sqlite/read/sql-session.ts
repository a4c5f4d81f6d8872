import type Database from 'better-sqlite3';
import { databaseError, errorCode } from '../../../database/errors';
import { openDatabase } from '../../../database/open';
import { FaaslensError } from '../../../errors';
import { checkedLimit } from '../../derive/checked-limit';
import { prepareBlockSearch } from '../blocks/block-search';
import { prepareLogFunctions } from '../log-functions';
import { sqlScope } from './sql-arguments';
import type { SqlCell, SqlColumn } from './sql-columns';
import { LOG_COLUMNS, LOG_PARAMETERS, logCells } from './sql-log-table';
import { checkedPlan } from './sql-plan';
import { SPAN_COLUMNS, SPAN_PARAMETERS, spanCells } from './sql-span-table';
import { SQL_VIEWS } from './sql-views';

/** An answer is held in memory as a whole. */
const MOST_CHARACTERS = 32 * 1024 * 1024;

/** Read-only SQL over telemetry. */
export interface SqlSession {
  /**
   * Runs one SELECT. Besides the tables of the file there are `span` and `log`, which read blocks (docs/storage.md says
   * their columns, and by which hidden ones a statement keeps them from reading everything), and `invocation` and `trace`
   * with names for numbers. At most `limit` rows
   * are answered, and fewer when they are very long; nothing bounds the time: run it where it can be stopped.
   * @throws FaaslensError `invalid_input` for what is not one reading statement about telemetry, with SQLite's words.
   */
  query(sql: string, limit: number): SqlAnswer;
  close(): void;
}

export interface SqlAnswer {
  readonly columns: readonly string[];
  /** Integers beyond 2^53 are decimal strings, blobs lower-case hex. */
  readonly rows: readonly (readonly (string | number | null)[])[];
  /** Whether there were more rows. */
  readonly truncated: boolean;
}

/**
 * Opens a migrated database file for SQL; `now` in milliseconds since the epoch.
 * @throws FaaslensError `unavailable` when there is no such file or it cannot be read.
 */
export function openSqlSession(databaseFile: string, now: () => number = Date.now): SqlSession {
  const db = openDatabase(databaseFile, { readonly: true });
  // A connection that runs a statement takes no second one, so the virtual tables read through their own.
  const blocks = openDatabase(databaseFile, { readonly: true });
  const search = prepareBlockSearch(blocks);
  const logFunctions = prepareLogFunctions(blocks, search);
  /** Positions of the columns that the running statement reads. */
  let used: ReadonlySet<number> = new Set();
  let functions = logFunctions();

  db.table('span', {
    columns: SPAN_COLUMNS.map(([name]) => name),
    parameters: [...SPAN_PARAMETERS],
    safeIntegers: false,
    *rows(...given: unknown[]) {
      const [inTrace, since, until, hasAttribute] = given;
      const scope = sqlScope({ inTrace, since, until, hasAttribute }, now());
      if (scope === null) return;
      const toRow = rowOf(SPAN_COLUMNS, SPAN_PARAMETERS.length, used);
      for (const cell of spanCells(search, functions, scope)) yield toRow(cell);
    },
  });
  db.table('log', {
    columns: LOG_COLUMNS.map(([name]) => name),
    parameters: [...LOG_PARAMETERS],
    safeIntegers: false,
    *rows(...given: unknown[]) {
      const [inTrace, since, until, hasAttribute, matching] = given;
      const scope = sqlScope({ inTrace, since, until, hasAttribute }, now());
      if (scope === null) return;
      const toRow = rowOf(LOG_COLUMNS, LOG_PARAMETERS.length, used);
      const text = matching === undefined ? null : String(matching);
      for (const cell of logCells(search, functions, scope, text)) yield toRow(cell);
    },
  });

  db.exec(SQL_VIEWS);

  const run = (sql: string, limit: number): SqlAnswer => {
    used = checkedPlan(db, sql);
    const statement = db.prepare<[], SqlValue[]>(sql).raw().safeIntegers();
    const columns = statement.columns().map(({ name }) => name);
    const rows: (string | number | null)[][] = [];
    let characters = 0;
    for (const row of statement.iterate()) {
      if (rows.length === limit || characters > MOST_CHARACTERS) return { columns, rows, truncated: true };
      const cells = row.map(readable);
      for (const cell of cells) if (typeof cell === 'string') characters += cell.length;
      rows.push(cells);
    }
    return { columns, rows, truncated: false };
  };

  return {
    query(sql, limit) {
      const most = checkedLimit(limit);
      functions = logFunctions();
      try {
        return inSnapshot([db, blocks], () => run(sql, most));
      } catch (error) {
        throw sqlError(error, databaseFile);
      }
    },
    close() {
      db.close();
      blocks.close();
    },
  };
}

type SqlValue = string | number | bigint | Buffer | null;

/** Columns that the statement does not read stay null: to make them is most of the work of a row. */
function rowOf<Row>(
  columns: readonly SqlColumn<Row>[],
  hidden: number,
  used: ReadonlySet<number>,
): (row: Row) => SqlCell[] {
  const read = columns.map(([, of], index) => (used.has(index + hidden) ? of : null));
  return (row) => read.map((of) => of?.(row) ?? null);
}

/** Both connections see one state for the whole statement, and nothing is left open after it. */
function inSnapshot<Answer>(connections: readonly Database.Database[], ask: () => Answer): Answer {
  const [first, ...others] = connections;
  if (!first) return ask();
  return first.transaction(() => inSnapshot(others, ask)).deferred();
}

function readable(value: SqlValue): string | number | null {
  if (Buffer.isBuffer(value)) return value.toString('hex');
  if (typeof value !== 'bigint') return value;
  const number = Number(value);
  return Number.isSafeInteger(number) ? number : value.toString();
}

/** What SQLite says of the statement is for whoever wrote it; what it says of the file is not. */
function sqlError(error: unknown, databaseFile: string): unknown {
  const isStatement = /^SQLITE_(?:ERROR|RANGE|TOOBIG|MISMATCH|CONSTRAINT)/.test(errorCode(error));
  const isMisuse = error instanceof RangeError || error instanceof TypeError;
  if (error instanceof Error && (isStatement || isMisuse)) {
    return new FaaslensError('invalid_input', `sql: ${error.message}`, { cause: error });
  }
  return databaseError(error, databaseFile);
}
