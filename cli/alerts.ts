import { readFile, writeFile } from 'node:fs/promises';
import { planChanges, type RuleChange } from '@/core/alerts/rules-file/plan';
import { parseRulesFile, renderRulesFile } from '@/core/alerts/rules-file/rules-file';
import type { Config } from '@/core/config';
import { FaaslensError } from '@/core/errors';
import type { AlertSettings } from '@/core/settings/settings';
import type { CliContext } from './context';
import { withSettings } from './with-settings';
import { readWords } from './words';

const USAGE = `usage:
  faaslens alerts apply <file> [--prune]
  faaslens alerts diff <file> [--prune]
  faaslens alerts export [<file>]`;

/** What `diff` answers when the rules differ from the file, as `diff` and `git diff --exit-code` do. */
const DIFFERENT = 2;

export interface AlertsContext {
  readonly settings: Pick<
    AlertSettings,
    'listRules' | 'createRule' | 'updateRule' | 'deleteRule' | 'listChannels'
  >;
  /** Prints one line. */
  readonly print: (line: string) => void;
}

/** `faaslens alerts ...`: works on the database directly, also while the service runs or before its first start. */
export async function alerts(argv: readonly string[], config: Config, context: CliContext): Promise<number> {
  return withSettings(config, context, (settings) =>
    runAlerts(argv, { settings, print: (line) => console.log(line) }),
  );
}

/**
 * Runs the verb `alerts` with the words after it. To apply the same file again changes nothing.
 * @returns 0, or 2 from `diff` when the rules differ from the file
 * @throws FaaslensError `invalid_input` that names the rule and field; then nothing was changed
 */
export async function runAlerts(
  argv: readonly string[],
  { settings, print }: AlertsContext,
): Promise<number> {
  const { values, positionals } = readWords(argv, { prune: { type: 'boolean', default: false } }, USAGE);
  const [verb, file, ...more] = positionals;
  const isKnown = verb === 'export' || ((verb === 'apply' || verb === 'diff') && file !== undefined);
  if (!isKnown || more.length > 0) throw new FaaslensError('invalid_input', USAGE);

  const channels = await settings.listChannels();
  if (verb === 'export') {
    const text = renderRulesFile(await settings.listRules(), channels);
    if (file === undefined) print(text.trimEnd());
    else await writeFile(file, text);
    return 0;
  }
  const wanted = parseRulesFile(await read(file ?? ''), channels);
  const changes = planChanges(wanted, await settings.listRules(), values);
  for (const change of changes) for (const line of linesOf(change)) print(line);
  if (changes.length === 0) print('The rules are those of the file.');
  if (verb === 'diff') return changes.length === 0 ? 0 : DIFFERENT;
  const alsoChanged = changes.map(({ key }) => key);
  for (const change of changes) await make(change, settings, alsoChanged);
  return 0;
}

async function make(
  change: RuleChange,
  settings: AlertsContext['settings'],
  alsoChanged: readonly string[],
): Promise<void> {
  if (change.type === 'create') await settings.createRule(change.to);
  else if (change.type === 'update') await settings.updateRule(change.id, change.to, { alsoChanged });
  else await settings.deleteRule(change.id);
}

function linesOf(change: RuleChange): readonly string[] {
  if (change.type === 'create') return [`+ ${change.key}`];
  if (change.type === 'delete') return [`- ${change.key}`];
  return [`~ ${change.key}`, ...change.fields.map(({ name, from, to }) => `    ${name}: ${from} -> ${to}`)];
}

async function read(file: string): Promise<string> {
  try {
    return await readFile(file, 'utf8');
  } catch (cause) {
    throw new FaaslensError('invalid_input', `${file}: cannot be read`, { cause });
  }
}
