import { accessSync, chmodSync, constants, mkdirSync, readdirSync, statSync } from 'node:fs';
import { join } from 'node:path';
import type { Logger } from 'pino';
import { FaaslensError } from '@/core/errors';

/** What holds telemetry or secrets: the database with its log, copies of it, and the key of secrets. */
const OURS = /^faaslens\.db|^secret\.key$|\.db(?:-wal|-shm)?$/;

/**
 * Makes the data folder for its owner only, and takes the rights of others away where an earlier version or another
 * program gave them: 0700 for the folder, 0600 for what lies in it.
 * @throws FaaslensError `unavailable` when it cannot be made or written
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
  // SQLite gives its log and its index the rights of the database.
  const files = readdirSync(dataDir).filter((name) => OURS.test(name));
  for (const [path, mode] of [
    [dataDir, 0o700] as const,
    ...files.map((name) => [join(dataDir, name), 0o600] as const),
  ]) {
    try {
      if ((statSync(path).mode & 0o077) !== 0) chmodSync(path, mode);
    } catch (err) {
      // On volumes without rights, or of another owner, whoever mounted it decides.
      log.warn({ err, path }, 'others can read the data: its rights cannot be changed');
    }
  }
}
