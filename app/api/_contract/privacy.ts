import { z } from 'zod';
import type { RedactionView, toRuleView } from '@/app/_queries/views/redaction';
import { DETECTOR_IDS, RULE_KINDS } from '@/core/model/redaction/rule';
import { idText } from '@/core/settings/inputs';
import { redactionRuleSchema } from '@/core/settings/redaction-input';
import { time } from './answers/parts';
import { contract } from './contract';

const byId = z.strictObject({ id: idText });
const detectorId = z.enum(DETECTOR_IDS, { error: `must be one of ${DETECTOR_IDS.join(', ')}` });
const MOST_TEXT = 20_000;

const rule = z
  .strictObject({
    id: z.string(),
    name: z.string(),
    kind: z.enum(RULE_KINDS),
    match: z.string(),
    createdAt: time,
  })
  .meta({ id: 'RedactionRule' }) satisfies z.ZodType<ReturnType<typeof toRuleView>>;

const detector = z
  .strictObject({ id: detectorId, title: z.string(), enabled: z.boolean() })
  .meta({ id: 'RedactionDetector' });

const redaction = z
  .strictObject({
    detectors: z.array(detector).readonly(),
    rules: z.array(rule).readonly(),
    /** Values per detector and rule, by name, in the last 30 days. */
    counts: z.record(z.string(), z.number().int()),
  })
  .meta({ id: 'Redaction' }) satisfies z.ZodType<RedactionView>;

const found = z.strictObject({ by: z.string(), values: z.number().int() });

export const getRedaction = contract({
  method: 'GET',
  path: '/privacy/redaction',
  summary:
    'What is taken out of telemetry before it is stored, and in how many values it was found in 30 days.',
  scope: 'read',
  answer: redaction,
});

export const setRedactionDetector = contract({
  method: 'PUT',
  path: '/privacy/redaction/detectors/{id}',
  summary: 'Turns a built-in detector on or off, for what arrives from now on.',
  scope: 'admin',
  params: z.strictObject({ id: detectorId }),
  body: z.strictObject({ enabled: z.boolean('must be true or false') }),
  replaces: { answer: detector },
  answer: redaction,
});

export const createRedactionRule = contract({
  method: 'POST',
  path: '/privacy/redaction/rules',
  summary: 'Adds a rule: an attribute key (with *), or a regular expression (RE2) inside any text.',
  scope: 'admin',
  status: 201,
  body: redactionRuleSchema,
  answer: rule,
});

export const updateRedactionRule = contract({
  method: 'PUT',
  path: '/privacy/redaction/rules/{id}',
  summary: 'Replaces a rule, for what arrives from now on.',
  scope: 'admin',
  params: byId,
  body: redactionRuleSchema,
  replaces: { answer: rule },
  answer: rule,
});

export const deleteRedactionRule = contract({
  method: 'DELETE',
  path: '/privacy/redaction/rules/{id}',
  summary: 'Removes a rule. What it took out stays out.',
  scope: 'admin',
  status: 204,
  params: byId,
  answer: z.null(),
});

export const testRedaction = contract({
  method: 'POST',
  path: '/privacy/redaction/test',
  summary: 'What redaction would make of a text, or of attributes given as a JSON object. Nothing is stored.',
  scope: 'read',
  body: z.strictObject({
    input: z.string().max(MOST_TEXT, `must have at most ${MOST_TEXT} characters`),
    /** A rule to try together with those in force. */
    rule: redactionRuleSchema.nullable().default(null),
  }),
  answer: z
    .strictObject({ output: z.string(), found: z.array(found).readonly() })
    .meta({ id: 'RedactionTest' }),
});
