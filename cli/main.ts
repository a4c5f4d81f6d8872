import { loadConfig } from '@/core/config';
import { isFaaslensError } from '@/core/errors';
import type { CliContext } from './context';

const HELP = `faaslens - observability for serverless functions

  faaslens start [--demo]                     start everything; --demo also sends traffic from example functions
  faaslens keys create --scope ingest|read|admin [--name <name>]
  faaslens keys list
  faaslens keys revoke <id>
  faaslens help

Settings are environment variables; the README lists them.`;

/** Runs one verb and answers the exit code. Errors that a person can fix are one line on stderr. */
export async function runCli(argv: readonly string[], context: CliContext): Promise<number> {
  const [verb = 'start', ...rest] = argv;
  try {
    switch (verb) {
      case 'start':
        return await (await import('./start')).start(rest, loadConfig({ base: context.root }), context);
      case 'keys':
        return await (await import('./keys-command')).keys(rest, loadConfig({ base: context.root }), context);
      case 'help':
      case '--help':
      case '-h':
        console.log(HELP);
        return 0;
      default:
        console.error(`faaslens: there is no verb "${verb}"\n\n${HELP}`);
        return 1;
    }
  } catch (error) {
    if (!isFaaslensError(error)) throw error;
    console.error(`faaslens: ${error.message}`);
    return 1;
  }
}
