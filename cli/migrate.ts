import { join } from 'node:path';
import type { Config } from '@/core/config';
import { migrate } from '@/core/database/migrate';
import { openDatabase } from '@/core/database/open';
import { FaaslensError } from '@/core/errors';
import type { CliContext } from './context';
import { moveToClickHouse } from './move-to-clickhouse';

/** `faaslens migrate`: what `start` does first, on its own; `--to clickhouse` moves telemetry. */
export async function migrateDatabase(
  argv: readonly string[],
  config: Config,
  { root }: CliContext,
): Promise<number> {
  if (argv.join(' ') === '--to clickhouse') return moveToClickHouse(config, (line) => console.log(line));
  if (argv.length > 0)
    throw new FaaslensError('invalid_input', 'migrate takes no further words but --to clickhouse');
  const { databaseFile } = config;
  const database = openDatabase(databaseFile);
  try {
    const { applied } = migrate(database, join(root, 'prisma', 'migrations'));
    for (const name of applied) console.log(`Applied ${name}`);
    console.log(`${databaseFile} has the schema of this version.`);
    return 0;
  } finally {
    database.close();
  }
}
