import { join } from 'node:path';
import { addressOf } from '@/core/auth/own-address';
import type { Config } from '@/core/config';
import { migrate } from '@/core/database/migrate';
import { openDatabase } from '@/core/database/open';
import { FaaslensError } from '@/core/errors';
import { type OpenSettings, openSettings } from '@/core/settings/index';
import type { CliContext } from './context';
import { runUsers } from './users';

/** `faaslens users ...`: works on the database directly, also while the service runs or before its first start. */
export async function users(argv: readonly string[], config: Config, context: CliContext): Promise<number> {
  return withSettings(config, context, async (settings) => {
    await runUsers(argv, { settings, address: addressOf(config), print: (line) => console.log(line) });
    return 0;
  });
}

/** `faaslens secrets forget`: the way out when the key of secrets is lost. */
export async function secrets(argv: readonly string[], config: Config, context: CliContext): Promise<number> {
  if (argv.length !== 1 || argv[0] !== 'forget')
    throw new FaaslensError('invalid_input', 'usage:\n  faaslens secrets forget');
  return withSettings(config, context, async (settings) => {
    await settings.forgetSecretKey();
    console.log(
      'Forgotten. Enter the secrets of your channels and of single sign-on again; then restart Faaslens.',
    );
    return 0;
  });
}

async function withSettings(
  config: Config,
  { root }: CliContext,
  work: (settings: OpenSettings) => Promise<number>,
): Promise<number> {
  const database = openDatabase(config.databaseFile);
  migrate(database, join(root, 'prisma', 'migrations'));
  database.close();
  const settings = await openSettings(config);
  try {
    return await work(settings);
  } finally {
    await settings.close();
  }
}
