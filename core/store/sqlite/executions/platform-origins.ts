import type Database from 'better-sqlite3';
import { functionId } from '../../../model/function-identity';
import type { PlatformOrigin } from '../../../model/platform/fact';
import { FEEDS, type Feed } from '../../../model/platform/metric-facts';
import { prepareKnownFunctions } from './known-function';

/** The numbers by which counts name who counts, and of which function. */
export interface PlatformOrigins {
  /** A new one is stored. */
  noOf(feed: Feed, origin: PlatformOrigin): number;
}

type Naming = Pick<PlatformOrigin, 'provider' | 'accountId' | 'region' | 'environment' | 'name'>;

export function preparePlatformOrigins(db: Database.Database): PlatformOrigins {
  type Values = [string, number, string, string, string, string];
  const find = db
    .prepare<Values, number>(
      `SELECT no FROM platform_origin WHERE name = ? AND feed = ? AND provider = ? AND account_id = ? AND region = ?
       AND environment = ?`,
    )
    .pluck();
  const insert = db.prepare<Values>(
    `INSERT INTO platform_origin (name, feed, provider, account_id, region, environment)
     VALUES (?, ?, ?, ?, ?, ?)`,
  );
  return {
    noOf(feed, { provider, accountId, region, environment, name }) {
      const values: Values = [name, FEEDS.indexOf(feed), provider, accountId, region, environment];
      return find.get(...values) ?? Number(insert.run(...values).lastInsertRowid);
    },
  };
}

/** Counts and the function that they are of, as far as is known now. */
export interface CountedFunction {
  readonly no: number;
  readonly feed: number;
  readonly functionId: string;
  readonly environment: string;
}

/**
 * Answers all origins with their functions. Like an execution without a span, a count is of the one function with spans
 * that it fits, else of the function that has just this origin, which may have no invocations at all.
 */
export function prepareCountedFunctions(db: Database.Database): () => readonly CountedFunction[] {
  const known = prepareKnownFunctions(db);
  const all = db.prepare<[], Naming & { no: number; feed: number }>(
    'SELECT no, feed, provider, account_id AS accountId, region, environment, name FROM platform_origin',
  );
  return () =>
    all.all().map(({ no, feed, ...naming }) => {
      const found = known.find({ ...naming, version: '', instance: '' }, []);
      return {
        no,
        feed,
        functionId: found?.id ?? functionId(naming),
        environment: found?.environment ?? naming.environment,
      };
    });
}
