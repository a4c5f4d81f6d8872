import { FaaslensError } from '../errors';

/** SQLite's code of a driver error (`SQLITE_BUSY`), or the system's (`EACCES`), or '' if none. */
export function errorCode(error: unknown): string {
  return error instanceof Error && 'code' in error && typeof error.code === 'string' ? error.code : '';
}

/** The wording for a damaged database, used everywhere. */
export const DAMAGED = 'the database is damaged';

/**
 * Whether an error reports a damaged file: from SQLite, from Prisma, or from another thread, of which only the text is left.
 */
export function saysDamaged(error: unknown): boolean {
  const text = error instanceof Error ? error.message : String(error);
  return (
    errorCode(error).startsWith('SQLITE_CORRUPT') ||
    /database disk image is malformed|The database \S.* is damaged: /.test(text)
  );
}

/** The error for a damaged file, with the remedy. */
export function damagedDatabase(file: string, cause?: unknown): FaaslensError {
  const text = `The database ${file} is damaged: put a backup in its place (faaslens restore <backup>, which keeps the file beside it), or move it away to start empty; faaslens check says what is damaged`;
  return new FaaslensError('unavailable', text, { cause });
}

/**
 * Converts an error of the database file to one line that names the file and the fix. Any error that is neither SQLite's nor
 * the file system's is a defect and is returned unchanged.
 */
export function databaseError(error: unknown, file: string): unknown {
  const code = errorCode(error);
  if (error instanceof FaaslensError || code === '') return error;
  if (code.startsWith('SQLITE_CORRUPT')) return damagedDatabase(file, error);
  const text = explain(code, file);
  if (text !== null) return new FaaslensError('unavailable', text, { cause: error });
  if (!code.startsWith('SQLITE_IOERR')) return error;
  return new FaaslensError(
    'unavailable',
    `The database ${file} cannot be read or written (${code}): check the disk and its mount`,
    { cause: error },
  );
}

function explain(code: string, file: string): string | null {
  if (code.startsWith('SQLITE_BUSY') || code.startsWith('SQLITE_LOCKED')) {
    return `The database ${file} is locked by another program: stop that program and start again`;
  }
  if (code === 'SQLITE_NOTADB') {
    return `${file} is not a SQLite database: put a backup in its place (faaslens restore <backup>, which keeps the file beside it), move it away to start empty, or set FAASLENS_DATA_DIR to another folder`;
  }
  if (code === 'SQLITE_FULL' || code === 'ENOSPC' || code === 'EDQUOT') {
    return `The disk of ${file} is full: free some space and start again`;
  }
  if (code === 'ENOTDIR' || code === 'EEXIST') {
    return `The folder of ${file} cannot be made because a file is in the way: set FAASLENS_DATA_DIR to another folder`;
  }
  const denied =
    ['EACCES', 'EPERM', 'EROFS', 'ENOENT'].includes(code) || /^SQLITE_(?:CANTOPEN|READONLY|PERM)/.test(code);
  return denied
    ? `The database ${file} cannot be opened for writing: give this user write permission to it and to its folder, or set FAASLENS_DATA_DIR to another folder`
    : null;
}
