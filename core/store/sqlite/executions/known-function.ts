import type Database from 'better-sqlite3';
import type { FunctionIdentity } from '../../../model/invocation';
import type { PlatformOrigin } from '../../../model/platform/fact';
import { fits, fittingFunction } from '../../derive/fitting-function';

/**
 * Finds the function that a platform speaks of. Feeds often know neither account nor environment, which are part of a
 * function's identity, so what they leave out counts as equal.
 */
export interface KnownFunctions {
  /**
   * The function among those that spans were seen of, and the `coming` ones; null when there is none, or when several
   * fit.
   */
  find(origin: PlatformOrigin, coming: readonly FunctionIdentity[]): FunctionIdentity | null;
  /** All that it may be, with their numbers. */
  fitting(origin: PlatformOrigin): readonly NumberedFunction[];
  /** Null when it is not stored. */
  byId(functionId: string): NumberedFunction | null;
  /** Whether no span of the function is stored. */
  isNew(functionId: string): boolean;
  /** The numbers of the other functions of its name. */
  namesakes(identity: FunctionIdentity): readonly number[];
}

const COLUMNS = 'no, id, provider, account_id AS accountId, region, environment, name';
const SELECT = `SELECT ${COLUMNS} FROM function WHERE environment IN (SELECT name FROM environment) AND name = ?`;

/** More functions of one name than this, and what a platform says of it stays apart. */
const MOST_NAMESAKES = 100;

export type NumberedFunction = FunctionIdentity & { readonly no: number };

export function prepareKnownFunctions(db: Database.Database): KnownFunctions {
  const seen = db.prepare<[string, number], NumberedFunction>(`${SELECT} AND facts_ns IS NOT NULL LIMIT ?`);
  const all = db.prepare<[string, number], NumberedFunction>(`${SELECT} LIMIT ?`);
  const byId = db.prepare<[string], NumberedFunction>(`SELECT ${COLUMNS} FROM function WHERE id = ?`);
  const known = db
    .prepare<[string], number>('SELECT no FROM function WHERE id = ? AND facts_ns IS NOT NULL')
    .pluck();
  return {
    find(origin, coming) {
      if (origin.name === '') return null;
      const stored = seen.all(origin.name, MOST_NAMESAKES).map(({ no, ...identity }) => identity);
      return fittingFunction([...stored, ...coming.filter(({ name }) => name === origin.name)], origin);
    },
    fitting: (origin) =>
      origin.name === ''
        ? []
        : all.all(origin.name, MOST_NAMESAKES).filter((identity) => fits(identity, origin)),
    byId: (functionId) => byId.get(functionId) ?? null,
    isNew: (functionId) => known.get(functionId) === undefined,
    namesakes: ({ id, name }) =>
      all
        .all(name, MOST_NAMESAKES)
        .filter((row) => row.id !== id)
        .map(({ no }) => no),
  };
}
