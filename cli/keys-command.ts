import { join } from 'node:path';
import type { Config } from '@/core/config';
import { migrate } from '@/core/database/migrate';
import { openDatabase } from '@/core/database/open';
import { openSettings } from '@/core/settings/index';
import type { CliContext } from './context';
import { runKeys } from './keys';

/** `faaslens keys ...`: works on the database directly, also while the service runs or before its first start. */
export async function keys(argv: readonly string[], config: Config, { root }: CliContext): Promise<number> {
  const database = openDatabase(config.databaseFile);
  migrate(database, join(root, 'prisma', 'migrations'));
  database.close();
  const settings = await openSettings(config);
  try {
    await runKeys(argv, { settings, print: (line) => console.log(line) });
    return 0;
  } finally {
    await settings.close();
  }
}
