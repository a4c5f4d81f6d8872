import { addressOf } from '@/core/auth/own-address';
import type { Config } from '@/core/config';
import { FaaslensError } from '@/core/errors';
import type { CliContext } from './context';
import { runUsers } from './users';
import { withSettings } from './with-settings';

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
