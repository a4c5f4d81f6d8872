import { parse, stringify } from 'yaml';
import { z } from 'zod';
import { FaaslensError } from '../../errors';
import { parseInput } from '../../settings/inputs';
import { ruleDefinitionSchema, ruleInputSchema, ruleKey } from '../../settings/rule-schema';
import type { Rule, RuleInput } from '../../settings/settings';

/**
 * A rule of a file: as the API takes it, but with a key, and its channel by name. A snooze that the file does not speak of is
 * absent: it is of the moment, and people set it where they are when they are woken.
 */
export type FileRule = Omit<RuleInput, 'snoozedUntil'> & {
  readonly key: string;
  readonly snoozedUntil?: RuleInput['snoozedUntil'];
};

interface NamedChannel {
  readonly id: string;
  readonly name: string;
}

const fileSchema = z.strictObject({
  rules: z.array(
    z
      .record(z.string(), z.unknown())
      .refine(({ key }) => ruleKey.safeParse(key).success, {
        path: ['key'],
        error: 'must be lower-case letters, digits and -: it names the rule for ever',
      })
      .refine((rule) => !('channelId' in rule), {
        path: ['channelId'],
        error: 'name the channel as `channel`',
      }),
  ),
});

/**
 * Reads a file of rules.
 * @throws FaaslensError `invalid_input` that says which rule and field is wrong, or which channel there is not.
 */
export function parseRulesFile(text: string, channels: readonly NamedChannel[]): readonly FileRule[] {
  const { rules } = parseInput(fileSchema, parseYaml(text));
  const keys = new Set<string>();
  return rules.map(({ channel, ...rest }) => {
    const key = String(rest.key);
    if (keys.has(key)) throw new FaaslensError('invalid_input', `rule ${key}: comes twice in the file`);
    keys.add(key);
    try {
      const input = { ...rest, channelId: channelId(channel ?? null, channels) };
      const { snoozedUntil, ...rule } = parseInput(ruleInputSchema, input);
      return { ...rule, key, ...('snoozedUntil' in rest ? { snoozedUntil } : {}) };
    } catch (error) {
      if (!(error instanceof FaaslensError)) throw error;
      throw new FaaslensError('invalid_input', `rule ${key}: ${error.message}`, { cause: error });
    }
  });
}

/** A file that makes these rules, without what is as it would be anyway; by key. Channels that are gone are left out, and snoozes. */
export function renderRulesFile(rules: readonly Rule[], channels: readonly NamedChannel[]): string {
  const entries = rules
    .toSorted((a, b) => (a.key < b.key ? -1 : 1))
    .map(({ id: _id, createdAt: _created, updatedAt: _updated, snoozedUntil: _snoozed, ...rule }) => {
      const { key, name, channelId: ofChannel, ...rest } = rule;
      const channel = channels.find(({ id }) => id === ofChannel)?.name;
      const { figure, condition } = rest;
      const bare = { figure, condition, ...(rest.logs === null ? {} : { logs: rest.logs }) };
      const defaults: Partial<RuleInput> = { ...parseInput(ruleDefinitionSchema, bare), enabled: true };
      const said = Object.entries(rest).filter(
        ([field, value]) =>
          field in bare || JSON.stringify(value) !== JSON.stringify(defaults[field as keyof RuleInput]),
      );
      return { key, name, ...Object.fromEntries(said), ...(channel === undefined ? {} : { channel }) };
    });
  return stringify({ rules: entries }, { lineWidth: 0 });
}

function parseYaml(text: string): unknown {
  try {
    return parse(text);
  } catch (cause) {
    const problem = cause instanceof Error ? cause.message.split('\n')[0] : '';
    throw new FaaslensError('invalid_input', `the file is not YAML: ${problem}`, { cause });
  }
}

function channelId(name: unknown, channels: readonly NamedChannel[]): string | null {
  if (name === null) return null;
  const found = channels.filter((channel) => channel.name === name);
  const [only] = found;
  if (only === undefined)
    throw new FaaslensError('invalid_input', `channel: there is no channel "${String(name)}"`);
  if (found.length > 1)
    throw new FaaslensError('invalid_input', `channel: more than one is named "${only.name}"`);
  return only.id;
}
