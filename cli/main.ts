import { setFlagsFromString } from 'node:v8';
import { versionOf } from '@/collector/version';
import { loadConfig } from '@/core/config';
import { isFaaslensError } from '@/core/errors';
import type { CliContext } from './context';
import { VERBS } from './verbs';

/** Runs one verb and answers the exit code. Errors that a person can fix are one line on stderr. */
export async function runCli(argv: readonly string[], context: CliContext): Promise<number> {
  const [name = 'start', ...rest] = argv;
  if (['help', '--help', '-h'].includes(name)) {
    console.log(helpText());
    return 0;
  }
  if (['version', '--version', '-v'].includes(name)) {
    console.log(versionOf(context.root));
    return 0;
  }
  const verb = Object.hasOwn(VERBS, name) ? VERBS[name] : undefined;
  if (!verb) {
    console.error(`faaslens: there is no verb "${name}"\n\n${helpText()}`);
    return 1;
  }
  if (rest.some((word) => ['--help', '-h'].includes(word))) {
    console.log(verb.usage.map((line) => `faaslens ${line}`).join('\n'));
    return 0;
  }
  try {
    // Optimising Prisma's query compiler takes longer than the few queries of a verb that soon ends.
    if (!verb.stays) setFlagsFromString('--liftoff-only');
    // Telemetry dies young, in several threads: for each collection to wake up helpers takes longer than it saves.
    else setFlagsFromString('--no-parallel-scavenge');
    const run = await verb.load();
    return await run(rest, loadConfig({ base: context.base, installation: context.root }), context);
  } catch (error) {
    if (!isFaaslensError(error)) throw error;
    console.error(`faaslens: ${error.message}`);
    return 1;
  }
}

function helpText(): string {
  const lines = Object.values(VERBS).flatMap(({ usage }) => usage);
  return [
    'faaslens - observability for serverless functions',
    '',
    ...lines.map((line) => `  faaslens ${line}`),
    '  faaslens help | version',
    '',
    'Settings are environment variables; the README lists them.',
  ].join('\n');
}
