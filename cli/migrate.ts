import { join } from 'node:path';
import type { Config } from '@/core/config';
import { migrate } from '@/core/database/migrate';
import { openDatabase } from '@/core/database/open';
import { FaaslensError } from '@/core/errors';
import type { CliContext } from './context';

/** `faaslens migrate`: what `start` does first, on its own. */
export async function migrateDatabase(
  argv: readonly string[],
  { databaseFile }: Config,
  { root }: CliContext,
): Promise<number> {
  if (argv.length > 0) throw new FaaslensError('invalid_input', 'migrate takes no further words');
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
