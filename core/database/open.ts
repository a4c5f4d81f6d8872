import { accessSync, closeSync, constants, mkdirSync, openSync } from 'node:fs';
import { dirname } from 'node:path';
import Database from 'better-sqlite3';
import { FaaslensError } from '../errors';
import { driverFault } from './driver';
import { databaseError, errorCode } from './errors';

/** How long a statement waits for another writer before it fails with `SQLITE_BUSY`. */
export const BUSY_TIMEOUT_MS = 5000;
const OPEN_ATTEMPTS = 50;
const OPEN_RETRY_MS = 100;

export interface OpenOptions {
  /** Opens an existing file and refuses every change. */
  readonly readonly?: boolean;
  /** Page cache of this connection in KiB; 4096 by default. */
  readonly cacheKb?: number;
}

/**
 * Opens the database file, creating it and its folder if missing. Several processes may do so at once.
 * @throws FaaslensError `unavailable` with one line that names the file and the fix: no permission, no space, a file that is
 * not SQLite, is damaged or locked by another program, or with `readonly` is missing; or a driver without a binary for this
 * system.
 */
export function openDatabase(file: string, options: OpenOptions = {}): Database.Database {
  const readonly = options.readonly ?? false;
  try {
    if (readonly) requireDatabase(file);
    else {
      mkdirSync(dirname(file), { recursive: true, mode: 0o700 });
      makeFile(file);
    }
    for (let attempt = 1; ; attempt += 1) {
      try {
        return connect(file, readonly, options.cacheKb ?? 4096);
      } catch (error) {
        // Switching a new file to WAL fails with BUSY at once, ignoring the busy timeout, while another process does the same.
        if (!errorCode(error).startsWith('SQLITE_BUSY') || attempt >= OPEN_ATTEMPTS) throw error;
        pause(OPEN_RETRY_MS);
      }
    }
  } catch (error) {
    const fault = driverFault(error);
    throw fault === null
      ? databaseError(error, file)
      : new FaaslensError('unavailable', fault, { cause: error });
  }
}

/** @throws FaaslensError `unavailable` when the file does not exist, or this user may not read it */
export function requireDatabase(file: string): void {
  try {
    accessSync(file, constants.R_OK);
  } catch (cause) {
    const code = errorCode(cause);
    const text = ['ENOENT', 'ENOTDIR'].includes(code)
      ? `There is no database ${file} yet: start Faaslens once, or set FAASLENS_DATA_DIR to the folder of one`
      : `The database ${file} cannot be read by this user (${code}): ask as the user that Faaslens runs as`;
    throw new FaaslensError('unavailable', text, { cause });
  }
}

/**
 * Creates the file with restricted permissions, which its log and index inherit; SQLite would make it readable for everybody.
 * An existing file is not even opened: closing it would release the locks of all connections of this process, and an older
 * SQLite that somebody inspects the file with would think that it is the last user and remove the log.
 */
function makeFile(file: string): void {
  try {
    closeSync(openSync(file, 'ax', 0o600));
  } catch (error) {
    if (errorCode(error) !== 'EEXIST') throw error;
  }
}

function connect(file: string, readonly: boolean, cacheKb: number): Database.Database {
  // The busy timeout comes first (the driver sets it on opening): everything after it may meet another writer.
  const db = new Database(file, { readonly, fileMustExist: readonly, timeout: BUSY_TIMEOUT_MS });
  try {
    if (!readonly) {
      // The first table fixes both, and WAL fixes the page size, so they come before either.
      db.pragma('page_size = 8192');
      db.pragma('auto_vacuum = INCREMENTAL');
      if (db.pragma('journal_mode', { simple: true }) !== 'wal') db.pragma('journal_mode = WAL');
      // An acknowledged write must survive a power failure; the driver's default of NORMAL does not guarantee that.
      db.pragma('synchronous = FULL');
      // A burst must not leave a huge log behind.
      db.pragma('journal_size_limit = 67108864');
    }
    db.pragma('foreign_keys = ON');
    // Deliberately small: the system's file cache serves repeated reads, and memory mapping would count as ours.
    db.pragma(`cache_size = -${cacheKb}`);
    db.pragma('mmap_size = 0');
    // Reads from the file, so that a foreign or damaged one is refused here and not by the first query.
    db.prepare('SELECT count(*) FROM sqlite_schema').get();
    return db;
  } catch (error) {
    db.close();
    throw error;
  }
}

function pause(ms: number): void {
  Atomics.wait(new Int32Array(new SharedArrayBuffer(4)), 0, 0, ms);
}
