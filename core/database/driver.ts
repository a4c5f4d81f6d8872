import { errorCode } from './errors';

/** That of the driver, in the first path of a message. */
const FOLDER = /(?:\/|[A-Z]:\\).*?better-sqlite3(?=[\\/])/;

/**
 * What an error of the SQLite driver says when its native part is missing or made for another Node.js, as one line with
 * the fix; null for any other error. npm 12 and newer runs no script of a package that is not allowed, and so does not
 * build it, nor does it later for a package that is there already.
 */
export function driverFault(error: unknown): string | null {
  if (!(error instanceof Error)) return null;
  const isMissing = error.message.startsWith('Could not locate the bindings file');
  if (!isMissing && errorCode(error) !== 'ERR_DLOPEN_FAILED') return null;
  const folder = FOLDER.exec(error.message)?.[0] ?? 'node_modules/better-sqlite3';
  return `The SQLite driver is not built for Node.js ${process.versions.node} (npm builds it only if told: --allow-scripts=better-sqlite3). Build it once, then start again: npm run install --prefix "${folder}"`;
}
