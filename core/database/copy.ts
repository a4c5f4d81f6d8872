import { chmodSync, closeSync, existsSync, fsyncSync, openSync, renameSync, rmSync } from 'node:fs';
import { dirname } from 'node:path';
import Database from 'better-sqlite3';
import { FaaslensError } from '../errors';
import { databaseError, errorCode } from './errors';
import { openDatabase } from './open';

/** More pages than any file has: one step copies all of them, so that no write in between makes it begin anew. */
const ALL_PAGES = 2 ** 31 - 1;

/**
 * Copies a database, also while others write to it: the copy is the state of one moment. It appears under its name when it
 * is whole and on disk, never before.
 * @throws FaaslensError `conflict` when the target exists, `unavailable` when the source cannot be read or the target not
 * be written.
 */
export async function copyDatabase(source: string, target: string): Promise<void> {
  if (existsSync(target)) {
    throw new FaaslensError(
      'conflict',
      `${target} exists already: choose another name, nothing is overwritten`,
    );
  }
  if (!existsSync(dirname(target))) {
    throw new FaaslensError('invalid_input', `There is no folder ${dirname(target)}: make it first`);
  }
  const unfinished = `${target}.unfinished`;
  // A log of a copy that was cut off would be taken for that of the next one.
  const removeUnfinished = () => {
    for (const end of ['', '-wal', '-shm', '-journal']) rmSync(unfinished + end, { force: true });
  };
  const db = openDatabase(source, { readonly: true });
  try {
    removeUnfinished();
    await db.backup(unfinished, { progress: () => ALL_PAGES });
    chmodSync(unfinished, 0o600);
    settle(unfinished);
    syncToDisk(unfinished);
    renameSync(unfinished, target);
    syncToDisk(dirname(target));
  } catch (error) {
    removeUnfinished();
    throw targetError(error, target);
  } finally {
    db.close();
  }
}

function targetError(error: unknown, target: string): unknown {
  const code = errorCode(error);
  if (!/^(?:EACCES|EPERM|EROFS|ENOENT|SQLITE_(?:CANTOPEN|READONLY|PERM))/.test(code))
    return databaseError(error, target);
  return new FaaslensError('unavailable', `${target} cannot be written (${code}): choose another folder`, {
    cause: error,
  });
}

/** Leaves a database in one file, without a write-ahead log, which whoever reads it would else make anew. */
export function settle(file: string): void {
  const db = new Database(file);
  db.pragma('journal_mode = DELETE');
  db.close();
}

/** Waits until a file, or the names in a folder, are on disk. */
export function syncToDisk(path: string): void {
  const handle = openSync(path, 'r');
  try {
    fsyncSync(handle);
  } finally {
    closeSync(handle);
  }
}
