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

/** More pages than any file has: everything is copied in one step, so that no concurrent write restarts the copy. */
const ALL_PAGES = 2 ** 31 - 1;
/** A copy in progress is written to continuously: if untouched for this long, it was interrupted. */
const CUT_OFF_MS = 60 * 60_000;

/**
 * Copies a database, even while others write to it: the copy is a consistent snapshot. It appears under its name only once it
 * is complete and durable.
 * @throws FaaslensError `conflict` when the target exists, `unavailable` when the source cannot be read or the target cannot be
 * written.
 */
export async function copyDatabase(source: string, target: string): Promise<void> {
  refuseExisting(target);
  if (!existsSync(dirname(target))) {
    throw new FaaslensError('invalid_input', `There is no folder ${dirname(target)}: make it first`);
  }
  // A unique name: another copy to the same target may be in progress.
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

/**
 * Removes leftovers of copies into this folder that were killed: copies are often named by date, so none would replace them.
 */
function removeCutOff(folder: string): void {
  for (const name of readdirSync(folder)) {
    if (!OF_A_COPY.test(name)) continue;
    const file = join(folder, name);
    const touchedMs = statSync(file, { throwIfNoEntry: false })?.mtimeMs ?? 0;
    if (touchedMs >= Date.now() - CUT_OFF_MS) continue;
    try {
      rmSync(file, { force: true });
    } catch {
      // Belongs to another user: not a reason to refuse a copy.
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

/** Leaves a database as a single file without a write-ahead log, which its readers would otherwise create. */
export function settle(file: string): void {
  const db = new Database(file);
  db.pragma('journal_mode = DELETE');
  db.close();
}

/** Waits until a file, or the entries of a folder, are durable. */
export function syncToDisk(path: string): void {
  const handle = openSync(path, 'r');
  try {
    fsyncSync(handle);
  } finally {
    closeSync(handle);
  }
}
