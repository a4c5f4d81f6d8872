import type { Config } from '@/core/config';
import type { CliContext } from './context';
import { runKeys } from './keys';
import { withSettings } from './with-settings';

/** `faaslens keys ...`: works on the database directly, also while the service runs or before its first start. */
export async function keys(argv: readonly string[], config: Config, context: CliContext): Promise<number> {
  return withSettings(config, context, async (settings) => {
    await runKeys(argv, { settings, print: (line) => console.log(line) });
    return 0;
  });
}
