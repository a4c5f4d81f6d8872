import { FaaslensError } from '../../../errors';
import type { Connection } from '../connection';
import { SCHEMA_VERSION, schemaStep, VERSION_TABLE, versionTable } from './schema';

/**
 * Brings the database to the version that this program needs; every statement may be repeated, so several collectors may
 * start at once, and a start that was cut off goes on.
 * @throws FaaslensError `conflict` for a database of a newer version
 */
export async function migrate(connection: Connection): Promise<void> {
  for (const statement of versionTable(connection)) await connection.command(statement);
  const [{ version = 0 } = {}] = await connection.ask<{ version: number }>(
    `SELECT max(version) AS version FROM ${VERSION_TABLE}`,
  );
  if (version > SCHEMA_VERSION)
    throw new FaaslensError(
      'conflict',
      `The ClickHouse database has version ${version} and this program knows ${SCHEMA_VERSION}: start a newer one`,
    );
  // A server that joined a cluster has none of what the others made.
  const from = connection.cluster === null ? version : 0;
  for (let step = from + 1; step <= SCHEMA_VERSION; step += 1) {
    for (const statement of schemaStep(step, connection)) await connection.command(statement);
    await connection.insert(VERSION_TABLE, [{ version: step }]);
  }
}
