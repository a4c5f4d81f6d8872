import { z } from 'zod';
import { FIGURE_NAMES, figureFacts } from '../model/alerts/figures';
import { GROUPINGS, type RuleDefinition, SEVERITIES, WEEKDAYS } from '../model/alerts/rule';
import { conditionSchema } from './rule-condition-schema';
import { contradiction } from './rule-contradictions';

const DAY_MINUTES = 1440;

export const ruleKey = z
  .string()
  .regex(/^[a-z0-9][a-z0-9-]{0,62}$/, 'must be lower-case letters, digits and -, at most 63');

const ruleName = z
  .string()
  .trim()
  .min(1, 'must not be empty')
  .max(200, 'must have at most 200 characters')
  .regex(/^\P{Cc}*$/u, 'must not hold control characters');
const whole = (least: number, most: number) =>
  z
    .number({ error: `must be a whole number from ${least} to ${most}` })
    .int(`must be a whole number from ${least} to ${most}`)
    .min(least, `must be ${least} to ${most}`)
    .max(most, `must be ${least} to ${most}`);
const time = z.string().regex(/^(?:[01]\d|2[0-3]):[0-5]\d$/, 'must be a time of day as 22:00');

const filter = z.strictObject({
  functionId: z
    .string()
    .regex(/^[0-9a-f]{16}$/, 'must be the id of a function: 16 hex digits')
    .nullable()
    .default(null),
  service: z.string().max(200).nullable().default(null),
  environment: z.string().max(200).nullable().default(null).describe('Empty: functions without one.'),
  version: z.string().max(200).nullable().default(null),
  dependency: z
    .string()
    .max(200)
    .nullable()
    .default(null)
    .describe('Of figures about dependencies: its name, as `DynamoDB orders` or a host.'),
});

const groupBy = z
  .union([z.enum(GROUPINGS), z.templateLiteral(['attribute:', z.string().min(1).max(256)])], {
    error: `must be ${GROUPINGS.join(', ')} or attribute:<key>`,
  })
  .default('function');

const muteWindow = z.strictObject({
  days: z
    .array(z.enum(WEEKDAYS, { error: `must be some of ${WEEKDAYS.join(', ')}` }))
    .min(1, 'must name a day'),
  from: time,
  to: time.describe('At or before `from`: on the next day.'),
  timeZone: z.string().refine(isTimeZone, 'must be a time zone as Europe/Berlin'),
});

const fields = {
  figure: z.enum(FIGURE_NAMES, { error: `must be one of ${FIGURE_NAMES.join(', ')}` }),
  filter: filter.default({
    functionId: null,
    service: null,
    environment: null,
    version: null,
    dependency: null,
  }),
  groupBy,
  logs: z
    .strictObject({ q: z.string().max(500), minSeverity: whole(0, 24).default(0) })
    .nullable()
    .default(null)
    .describe('What `log_matches` counts.'),
  windowMinutes: whole(1, 31 * DAY_MINUTES).default(5),
  condition: conditionSchema,
  minSamples: whole(0, 1_000_000_000)
    .default(0)
    .describe('Windows with fewer invocations, or calls, are missing data.'),
  maxSamples: whole(0, 1_000_000_000)
    .nullable()
    .default(null)
    .describe('Windows with more invocations are left to other rules.'),
  points: z
    .strictObject({
      breaching: whole(1, 60).default(2),
      of: whole(1, 60).default(3),
      clear: whole(1, 240).default(30),
    })
    .default({ breaching: 2, of: 3, clear: 30 })
    .describe(
      'Every minute is a point: fires at `breaching` of the last `of`, resolves after `clear` good ones in a row.',
    ),
  delaySeconds: whole(0, 3600).default(30).describe('How long telemetry may take to arrive.'),
  missingData: z
    .enum(['ok', 'keep', 'nodata', 'fire'], { error: 'must be ok, keep, nodata or fire' })
    .default('ok'),
  severity: z.enum(SEVERITIES, { error: 'must be info, warning or critical' }).default('warning'),
  runbookUrl: z
    .string()
    .max(2048)
    .refine(isWebAddress, 'must be an http or https address')
    .nullable()
    .default(null),
  mute: z.array(muteWindow).max(20, 'must be at most 20 windows').default([]),
  snoozedUntil: z.iso.datetime({ error: 'must be a time as 2026-01-31T12:00:00Z' }).nullable().default(null),
  dependsOn: z.array(ruleKey).max(20, 'must be at most 20 rules').default([]),
} as const;

/** What decides, without the names of things in this database. */
export const ruleDefinitionSchema = z.strictObject(fields) satisfies z.ZodType<RuleDefinition>;

/** A rule as it is typed in or sent; what is left out gets its default. The same schema reads JSON, YAML and OpenAPI. */
export const ruleInputSchema = z
  .strictObject({
    key: ruleKey.nullable().default(null).describe('Stays the same for ever; made of the name when null.'),
    name: ruleName,
    enabled: z.boolean().default(true),
    ...fields,
    channelId: z.string().min(1).max(64).nullable().default(null),
  })
  .superRefine((rule, context) => {
    const found = contradiction(rule, figureFacts(rule.figure));
    if (found !== null) context.addIssue({ code: 'custom', path: found.path, message: found.message });
  });

type DeepReadonly<Value> = Value extends object
  ? { readonly [Key in keyof Value]: DeepReadonly<Value[Key]> }
  : Value;

/** A rule as it may be sent. */
export type RuleDraft = DeepReadonly<z.input<typeof ruleInputSchema>>;

function isTimeZone(name: string): boolean {
  try {
    new Intl.DateTimeFormat('en', { timeZone: name });
    return true;
  } catch {
    return false;
  }
}

function isWebAddress(text: string): boolean {
  return URL.canParse(text) && /^https?:$/.test(new URL(text).protocol);
}
