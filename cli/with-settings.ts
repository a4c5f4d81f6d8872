import { existsSync } from 'node:fs';
import { join } from 'node:path';
import type { Config } from '@/core/config';
import { migrate } from '@/core/database/migrate';
import { openDatabase } from '@/core/database/open';
import { type OpenSettings, openSettings } from '@/core/settings/index';
import type { CliContext } from './context';

/**
 * Gives a verb the settings of the database, also while the service runs. Before its first start the database is made, which is
 * said: whoever forgot where the service keeps its own would else look for a key or user there that is here.
 */
export async function withSettings<Result>(
  config: Config,
  { root }: CliContext,
  work: (settings: OpenSettings) => Promise<Result>,
): Promise<Result> {
  const { databaseFile } = config;
  const isNew = !existsSync(databaseFile);
  const database = openDatabase(databaseFile);
  try {
    migrate(database, join(root, 'prisma', 'migrations'));
  } finally {
    database.close();
  }
  if (isNew)
    console.error(
      `faaslens: there was no database ${databaseFile} yet, so a new one was created. If the service keeps its database elsewhere, set FAASLENS_DATA_DIR`,
    );
  const settings = await openSettings(config);
  try {
    return await work(settings);
  } finally {
    await settings.close();
  }
}
