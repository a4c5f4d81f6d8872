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
 * Puts a copy of `source` in the place of the database `file`, which nobody may use meanwhile. The database that was
 * there stays beside it under the name that is answered, null when there was none. At every instant one of the two
 * is in its place, whole. `prove` is given the copy before it is put there; what it throws ends all, and nothing has changed.
 * @throws FaaslensError `invalid_input` for a source that is no backup, `conflict` while the database is in use,
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

/** What root puts back, the service must be able to open, which is somebody else. */
function giveToOwner(copy: string, file: string): void {
  if (process.getuid?.() !== 0) return;
  const before = statSync(file, { throwIfNoEntry: false });
  const { uid, gid } = before === undefined || before.uid === 0 ? statSync(dirname(file)) : before;
  chownSync(copy, uid, gid);
}

function refuseOther(source: string): void {
  const found = statSync(source, { throwIfNoEntry: false });
  if (found === undefined) throw new FaaslensError('invalid_input', `There is no file ${source}`);
  // Nothing at all is a database to SQLite: an empty one.
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
    // Its write-ahead log would else be taken for the new file's.
    if (!alone || !takesInLog(alone)) moveLogs(file, aside);
    linkSync(file, aside);
    renameSync(copy, file);
    syncToDisk(dirname(file));
  } finally {
    alone?.close();
  }
  return aside;
}

/** Whether what is in the write-ahead log is in the file now; not when the file is damaged. */
function takesInLog(db: Database.Database): boolean {
  try {
    return db.pragma('journal_mode = DELETE', { simple: true }) === 'delete';
  } catch (error) {
    if (isDamage(error)) return false;
    throw error;
  }
}

/** The log of a damaged file stays beside it, for whoever tries to save something. */
function moveLogs(file: string, aside: string): void {
  for (const end of ['-wal', '-shm']) if (existsSync(file + end)) renameSync(file + end, aside + end);
}

function isDamage(error: unknown): boolean {
  const code = errorCode(error);
  return code === 'SQLITE_NOTADB' || code.startsWith('SQLITE_CORRUPT');
}

/** Opens a database so that nobody else can; null when it is so damaged that nobody can open it at all. */
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
