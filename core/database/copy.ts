import { randomBytes } from 'node:crypto';
import {
  chmodSync,
  closeSync,
  existsSync,
  fsyncSync,
  openSync,
  readdirSync,
  renameSync,
  rmSync,
  statSync,
} from 'node:fs';
import { dirname, join } from 'node:path';
import Database from 'better-sqlite3';
import { FaaslensError } from '../errors';
import { databaseError, errorCode } from './errors';
import { openDatabase } from './open';

/** More pages than any file has: one step copies all of them, so that no write in between makes it begin anew. */
const ALL_PAGES = 2 ** 31 - 1;
/** What is being copied is written to all the time: untouched for so long, it was cut off. */
const CUT_OFF_MS = 60 * 60_000;

/**
 * Copies a database, also while others write to it: the copy is the state of one moment. It appears under its name when it
 * is whole and on disk, never before.
 * @throws FaaslensError `conflict` when the target exists, `unavailable` when the source cannot be read or the target not
 * be written.
 */
export async function copyDatabase(source: string, target: string): Promise<void> {
  refuseExisting(target);
  if (!existsSync(dirname(target))) {
    throw new FaaslensError('invalid_input', `There is no folder ${dirname(target)}: make it first`);
  }
  // Of its own: another copy to the same name may be under way.
  const unfinished = `${target}.${randomBytes(4).toString('hex')}${UNFINISHED}`;
  const db = openDatabase(source, { readonly: true });
  try {
    removeCutOff(dirname(target));
    await db.backup(unfinished, { progress: () => ALL_PAGES });
    chmodSync(unfinished, 0o600);
    settle(unfinished);
    syncToDisk(unfinished);
    refuseExisting(target);
    renameSync(unfinished, target);
    syncToDisk(dirname(target));
  } catch (error) {
    for (const end of ['', '-wal', '-shm', '-journal']) rmSync(unfinished + end, { force: true });
    throw targetError(error, target);
  } finally {
    db.close();
  }
}

function refuseExisting(target: string): void {
  if (existsSync(target))
    throw new FaaslensError(
      'conflict',
      `${target} exists already: choose another name, nothing is overwritten`,
    );
}

const UNFINISHED = '.unfinished';
const OF_A_COPY = /\.[0-9a-f]{8}\.unfinished(?:-wal|-shm|-journal)?$/;

/** Removes what copies into this folder left behind that were killed: one is often named by its day, and no other like it. */
function removeCutOff(folder: string): void {
  for (const name of readdirSync(folder)) {
    if (!OF_A_COPY.test(name)) continue;
    const file = join(folder, name);
    const touchedMs = statSync(file, { throwIfNoEntry: false })?.mtimeMs ?? 0;
    if (touchedMs >= Date.now() - CUT_OFF_MS) continue;
    try {
      rmSync(file, { force: true });
    } catch {
      // Another user's: no reason to make no copy.
    }
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
