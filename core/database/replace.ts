import {
  chmodSync,
  chownSync,
  copyFileSync,
  existsSync,
  linkSync,
  mkdirSync,
  renameSync,
  rmSync,
  statSync,
} from 'node:fs';
import { dirname } from 'node:path';
import Database from 'better-sqlite3';
import { FaaslensError } from '../errors';
import { settle, syncToDisk } from './copy';
import { databaseError, errorCode } from './errors';

/**
 * Replaces the database `file`, which nobody may be using, by a copy of `source`. The previous database stays beside it under
 * the returned name; null if there was none. At every instant one of the two is in place and complete. `prove` is called with
 * the copy before the replacement; if it throws, nothing has changed.
 * @throws FaaslensError `invalid_input` for a source that is not a backup, `conflict` while the database is in use,
 * `unavailable` when files cannot be read or written.
 */
export async function replaceDatabase(
  { source, file, now }: { readonly source: string; readonly file: string; readonly now: Date },
  prove: (copy: string) => Promise<void>,
): Promise<string | null> {
  refuseOther(source);
  const copy = `${file}.restoring`;
  try {
    mkdirSync(dirname(file), { recursive: true, mode: 0o700 });
    for (const left of [copy, `${copy}-wal`, `${copy}-shm`]) rmSync(left, { force: true });
    copyFileSync(source, copy);
    chmodSync(copy, 0o600);
    await prove(copy).catch((error: unknown) => {
      throw isDamage(error) || (error instanceof FaaslensError && isDamage(error.cause))
        ? noBackup(source)
        : error;
    });
    settle(copy);
    giveToOwner(copy, file);
    syncToDisk(copy);
    return putInPlace(copy, file, now);
  } catch (error) {
    throw databaseError(error, file);
  } finally {
    rmSync(copy, { force: true });
  }
}

/** A file restored by root must be readable by the service, which runs as another user. */
function giveToOwner(copy: string, file: string): void {
  if (process.getuid?.() !== 0) return;
  const before = statSync(file, { throwIfNoEntry: false });
  const { uid, gid } = before === undefined || before.uid === 0 ? statSync(dirname(file)) : before;
  chownSync(copy, uid, gid);
}

function refuseOther(source: string): void {
  const found = statSync(source, { throwIfNoEntry: false });
  if (found === undefined) throw new FaaslensError('invalid_input', `There is no file ${source}`);
  // SQLite accepts an empty file as an empty database.
  if (!found.isFile() || found.size === 0) throw noBackup(source);
  if ((statSync(`${source}-wal`, { throwIfNoEntry: false })?.size ?? 0) === 0) return;
  throw new FaaslensError(
    'invalid_input',
    `${source} is a database in use, not a backup: make one with faaslens backup <file>`,
  );
}

function noBackup(source: string): FaaslensError {
  return new FaaslensError('invalid_input', `${source} is damaged, or no backup: nothing was changed`);
}

function putInPlace(copy: string, file: string, now: Date): string | null {
  if (!existsSync(file)) {
    renameSync(copy, file);
    syncToDisk(dirname(file));
    return null;
  }
  const aside = `${file}.before-restore-${now.toISOString().replace(/[:.]/g, '-')}`;
  const alone = lockAlone(file);
  try {
    // Otherwise its write-ahead log would be taken for that of the new file.
    if (!alone || !takesInLog(alone)) moveLogs(file, aside);
    linkSync(file, aside);
    renameSync(copy, file);
    syncToDisk(dirname(file));
  } finally {
    alone?.close();
  }
  return aside;
}

/** Whether the write-ahead log has been transferred to the file; false when the file is damaged. */
function takesInLog(db: Database.Database): boolean {
  try {
    return db.pragma('journal_mode = DELETE', { simple: true }) === 'delete';
  } catch (error) {
    if (isDamage(error)) return false;
    throw error;
  }
}

/** The log of a damaged file stays beside it, in case somebody tries to recover data. */
function moveLogs(file: string, aside: string): void {
  for (const end of ['-wal', '-shm']) if (existsSync(file + end)) renameSync(file + end, aside + end);
}

function isDamage(error: unknown): boolean {
  const code = errorCode(error);
  return code === 'SQLITE_NOTADB' || code.startsWith('SQLITE_CORRUPT');
}

/** Opens a database exclusively; null when it is too damaged to be opened at all. */
function lockAlone(file: string): Database.Database | null {
  const db = new Database(file, { timeout: 0 });
  try {
    db.pragma('locking_mode = EXCLUSIVE');
    db.exec('BEGIN EXCLUSIVE; COMMIT');
    return db;
  } catch (error) {
    db.close();
    if (isDamage(error)) return null;
    if (!errorCode(error).startsWith('SQLITE_BUSY')) throw error;
    throw new FaaslensError('conflict', `The database ${file} is in use: stop Faaslens, then restore`, {
      cause: error,
    });
  }
}
