import { FaaslensError } from '../../errors';
import type { Connection } from './connection';

/** The oldest server that this program is made for. */
const OLDEST = [25, 3] as const;

/**
 * Answers the server's version.
 * @throws FaaslensError `unavailable` when it is too old
 */
export async function requireVersion(connection: Pick<Connection, 'ask'>): Promise<string> {
  const [row] = await connection.ask<{ version: string }>('SELECT version() AS version');
  const version = row?.version ?? '';
  if (!isNewEnough(version))
    throw new FaaslensError(
      'unavailable',
      `ClickHouse ${version} is too old: ${OLDEST.join('.')} or newer is needed`,
    );
  return version;
}

/** Versions are year, month and numbers of builds: `25.3.2.1`. */
export function isNewEnough(version: string): boolean {
  const [major = 0, minor = 0] = version.split('.').map(Number);
  return major > OLDEST[0] || (major === OLDEST[0] && minor >= OLDEST[1]);
}
