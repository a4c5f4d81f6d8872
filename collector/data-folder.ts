import { accessSync, chmodSync, constants, mkdirSync, readdirSync, statSync } from 'node:fs';
import { join } from 'node:path';
import type { Logger } from 'pino';
import { FaaslensError } from '@/core/errors';

/** Files that hold telemetry or secrets: the database and its log, copies of it, and the secret key. */
const OURS = /^faaslens\.db|^secret\.key$|\.db(?:-wal|-shm)?$/;

/**
 * Creates the data folder for its owner only (0700 for the folder, 0600 for its files), and removes permissions that an
 * earlier version or another program gave to others.
 * @throws FaaslensError `unavailable` when it cannot be created or written
 */
export function makeDataFolder(dataDir: string, log: Pick<Logger, 'warn'>): void {
  try {
    mkdirSync(dataDir, { recursive: true, mode: 0o700 });
    accessSync(dataDir, constants.W_OK | constants.X_OK);
  } catch (cause) {
    throw new FaaslensError(
      'unavailable',
      `the data folder ${dataDir} cannot be made or used (${(cause as NodeJS.ErrnoException).code}): give this user write permission or set FAASLENS_DATA_DIR`,
      { cause },
    );
  }
  // SQLite gives its write-ahead log and shared-memory index the permissions of the database.
  const files = readdirSync(dataDir).filter((name) => OURS.test(name));
  for (const [path, mode] of [
    [dataDir, 0o700] as const,
    ...files.map((name) => [join(dataDir, name), 0o600] as const),
  ]) {
    try {
      if ((statSync(path).mode & 0o077) !== 0) chmodSync(path, mode);
    } catch (err) {
      // On a volume without permissions, or with another owner, access is decided by whoever mounted it.
      log.warn({ err, path }, 'others can read the data: its rights cannot be changed');
    }
  }
}
