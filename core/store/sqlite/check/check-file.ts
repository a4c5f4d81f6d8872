import type Database from 'better-sqlite3';
import { databaseError, errorCode } from '../../../database/errors';
import { openDatabase } from '../../../database/open';
import { isFaaslensError } from '../../../errors';
import type { StoreFault } from '../../fault';
import { blockFaults } from './block-faults';
import { dependencyFaults } from './dependency-faults';
import { errorFaults } from './error-faults';
import { rollupFaults } from './rollup-faults';
import { sizeFaults } from './size-faults';
import { textFaults } from './text-faults';

/** Enough to see what kind of damage it is. */
const MOST_OF_SQLITE = 20;
const PAGES = 'pages and indexes';

/**
 * Everything that can be proven of a database file without changing it, also while it is written to: SQLite's own
 * checks, every block, and every counter against its rows. Answers the faults, none for a file that is whole.
 * @throws FaaslensError `unavailable` when the file cannot be opened or is not SQLite.
 */
export function checkFile(
  databaseFile: string,
  done: (part: string) => void = () => {},
): readonly StoreFault[] {
  let db: Database.Database | undefined;
  try {
    db = openDatabase(databaseFile, { readonly: true });
    return faultsOf(db, done);
  } catch (error) {
    // Beyond what SQLite's own check can list.
    const cause = isFaaslensError(error) ? error.cause : error;
    if (errorCode(cause).startsWith('SQLITE_CORRUPT')) return [{ part: PAGES, text: String(cause) }];
    throw databaseError(error, databaseFile);
  } finally {
    db?.close();
  }
}

function faultsOf(db: Database.Database, done: (part: string) => void): readonly StoreFault[] {
  // One snapshot, so that what is committed meanwhile is no difference.
  return db
    .transaction(() => {
      const faults = sqliteFaults(db);
      done(PAGES);
      // Reading on in broken pages would only repeat them in other words.
      if (faults.length > 0) return faults;
      faults.push(...blockFaults(db));
      done('blocks');
      faults.push(...textFaults(db));
      done('texts');
      faults.push(...rollupFaults(db), ...dependencyFaults(db), ...sizeFaults(db), ...errorFaults(db));
      done('counters');
      return faults;
    })
    .deferred();
}

function sqliteFaults(db: Database.Database): StoreFault[] {
  const texts = db
    .prepare<[], string>(`PRAGMA integrity_check(${MOST_OF_SQLITE})`)
    .pluck()
    .all()
    .filter((text) => text !== 'ok');
  // Asked of broken pages, this one ends with an error.
  if (texts.length > 0) return texts.map((text) => ({ part: PAGES, text }));
  const orphans = db.prepare<[], { table: string; parent: string }>('PRAGMA foreign_key_check').all();
  const perTable = new Set(
    orphans.map(({ table, parent }) => `rows of ${table} refer to missing rows of ${parent}`),
  );
  return [...perTable].map((text) => ({ part: PAGES, text }));
}
