import { z } from 'zod';
import { FaaslensError } from '../errors';
import type { ChannelKindEntry } from '../model/channels/channel-kind';
import { CHANNEL_KINDS, type ChannelKind } from '../model/channels/registry';
import { TEMPLATE_LENGTH, templateProblem } from '../model/channels/templates';
import { idText, nameText, parseInput } from './inputs';
import type { ChannelFields, ChannelInput, NewChannelInput } from './settings';

const DEFAULT_REPEAT_MINUTES = 240;
const DAY_MINUTES = 1440;
const WEEK_MINUTES = 7 * DAY_MINUTES;

const template = z.string().superRefine((text, context) => {
  const problem = templateProblem(text);
  if (problem !== null) context.addIssue({ code: 'custom', message: problem });
});

const minutes = (most: number) => {
  const error = `must be 0 to ${most} minutes`;
  return z.number({ error }).int(error).min(0, error).max(most, error);
};

export const templatesInputSchema = z.strictObject({
  titleTemplate: template
    .default('')
    .describe(`Empty for the default title; at most ${TEMPLATE_LENGTH} characters.`),
  textTemplate: template.default('').describe('Empty for the default text.'),
});

const common = {
  name: nameText,
  enabled: z.boolean({ error: 'must be true or false' }),
  digestMinutes: minutes(DAY_MINUTES)
    .default(0)
    .describe('How long alerts are collected for one message; 0 sends each at once.'),
  repeatMinutes: minutes(WEEK_MINUTES)
    .default(DEFAULT_REPEAT_MINUTES)
    .describe('How often an incident that lasts is told again; 0 never.'),
  fallbackId: idText
    .nullable()
    .default(null)
    .describe('The channel that gets what cannot be delivered here.'),
  ...templatesInputSchema.shape,
};

const [firstKind, ...otherKinds] = CHANNEL_KINDS;

const unknownKind = { error: `must be one of ${CHANNEL_KINDS.map(({ kind }) => kind).join(', ')}` };

/** What replaces a channel: one variant for each kind. */
export const channelInputSchema = z.discriminatedUnion(
  'type',
  [variant(firstKind), ...otherKinds.map((entry) => variant(entry))],
  unknownKind,
) satisfies z.ZodType<ChannelInput>;

/** What makes one. */
export const newChannelInputSchema = z.discriminatedUnion(
  'type',
  [newVariant(firstKind), ...otherKinds.map((entry) => newVariant(entry))],
  unknownKind,
) satisfies z.ZodType<NewChannelInput>;

/**
 * Settings as they are stored: those given, and of those left out the secrets that are kept, which go nowhere else than
 * before: who may change a channel may not know its secrets.
 * @throws FaaslensError `invalid_input` that names the setting
 */
export function completeSettings(
  entry: ChannelKindEntry,
  given: ChannelFields,
  stored: ChannelFields,
): ChannelFields {
  const complete: Record<string, unknown> = { ...given };
  const kept: string[] = [];
  for (const { name, secret, required } of entry.fields) {
    if (!secret) continue;
    if (complete[name] === undefined && stored[name] !== undefined) {
      complete[name] = stored[name];
      if (stored[name] !== '') kept.push(name);
    }
    if (complete[name] === null) delete complete[name];
    if (required && complete[name] === undefined) {
      throw new FaaslensError('invalid_input', `settings.${name}: must be given`);
    }
  }
  const { settings } = parseInput(z.object({ settings: entry.settings }), { settings: complete });
  const moved = entry.fields.find(
    ({ name, place }) => place && placeOf(settings[name]) !== placeOf(stored[name]),
  );
  const [first] = kept;
  if (moved !== undefined && first !== undefined)
    throw new FaaslensError(
      'invalid_input',
      `settings.${first}: must be given again, because settings.${moved.name} is another one: a secret that is kept goes nowhere else`,
    );
  return settings;
}

/** Of an address its scheme, host and port; of a server its name. */
function placeOf(setting: unknown): string {
  const text = String(setting).toLowerCase();
  return /^https?:/.test(text) && URL.canParse(text) ? new URL(text).origin : text;
}

function variant<Kind extends ChannelKind>(entry: ChannelKindEntry<Kind>) {
  return z.strictObject({
    type: z.literal(entry.kind),
    settings: withSecretsKept(entry).describe(entry.about),
    ...common,
  });
}

function newVariant<Kind extends ChannelKind>(entry: ChannelKindEntry<Kind>) {
  return variant(entry).extend({
    enabled: common.enabled.default(true),
    forRulesWithoutChannel: z
      .boolean({ error: 'must be true or false' })
      .default(false)
      .describe('Whether all rules that have no channel send to this one from now on.'),
  });
}

/** The kind's settings, where a secret may be left out, which keeps it, or null, which removes it. */
function withSecretsKept({ settings, fields }: ChannelKindEntry): z.ZodObject {
  const shape = Object.entries(settings.shape).map(([name, schema]) => {
    if (fields.find((field) => field.name === name)?.secret !== true) return [name, schema];
    const given = schema instanceof z.ZodDefault ? schema.unwrap() : schema;
    return [
      name,
      z
        .nullable(given)
        .exactOptional()
        .describe(`${schema.description ?? ''} Secret: kept when left out.`),
    ];
  });
  return z.strictObject(Object.fromEntries(shape));
}
