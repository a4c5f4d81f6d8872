import { errorCode } from './errors';

/** The driver's folder, in the first path of a message. */
const FOLDER = /(?:\/|[A-Z]:\\).*?better-sqlite3(?=[\\/])/;

/**
 * The message for an error of the SQLite driver whose native binary is missing or built for another system, in one line with
 * the fix; null for any other error.
 */
export function driverFault(error: unknown): string | null {
  if (!(error instanceof Error)) return null;
  const isMissing = errorCode(error) === 'MODULE_NOT_FOUND' && error.message.includes('better_sqlite3.node');
  if (!isMissing && errorCode(error) !== 'ERR_DLOPEN_FAILED') return null;
  const folder = FOLDER.exec(error.message)?.[0] ?? 'node_modules/better-sqlite3';
  return `The SQLite driver has no file for this system. Compile it once (python3, make and g++ have to be there), then start again: npm run build-release --prefix "${folder}"`;
}
