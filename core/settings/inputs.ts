import { z } from 'zod';
import { FaaslensError } from '../errors';
import { wordsOf } from '../issue-words';
import {
  type KeyDraft,
  type KeyInput,
  type SavedViewInput,
  TRIAGE_STATES,
  type TriageState,
  VIEW_SCREENS,
} from './settings';

/** A name that people give. */
export const nameText = z
  .string()
  .trim()
  .min(1, 'must not be empty')
  .max(200, 'must have at most 200 characters')
  .regex(/^\P{Cc}*$/u, 'must not hold control characters');
/** The id of something that people edit. */
export const idText = z.string().regex(/^\w{1,64}$/, 'must be an id: letters, digits and _');

const LONGEST_KEY_DAYS = 3650;

export const keyInputSchema = z
  .object({
    name: nameText,
    scope: z.enum(['ingest', 'read', 'admin'], { error: 'must be ingest, read or admin' }),
    environment: z
      .string()
      .max(200, 'must have at most 200 characters')
      .nullable()
      .default(null)
      .describe('The only environment that it sends to or reads; empty: functions without one; null: all.'),
    expiresInDays: z
      .number({ error: 'must be a number of days' })
      .int('must be a whole number of days')
      .min(1, 'must be at least 1 day')
      .max(LONGEST_KEY_DAYS, `must be at most ${LONGEST_KEY_DAYS} days`)
      .nullable()
      .default(null)
      .describe('Null: valid until it is revoked.'),
  })
  .refine(({ scope, environment }) => environment === null || scope !== 'admin', {
    path: ['environment'],
    error: 'an admin key belongs to all environments: bind one of scope ingest or read',
  }) satisfies z.ZodType<KeyInput, KeyDraft>;

export const keyRotationSchema = z.object({
  validHours: z
    .number({ error: 'must be a number of hours' })
    .min(0, 'must not be negative')
    .max(24 * 90, 'must be at most 2160 hours')
    .default(24)
    .describe('How long the old key stays valid beside the new one.'),
});

export const triageInputSchema = z.object({
  fingerprint: z.string().regex(/^[0-9a-f]{16}$/, 'must be the fingerprint of errors: 16 hex digits'),
  state: z.enum(TRIAGE_STATES, { error: 'must be open, resolved or ignored' }),
}) satisfies z.ZodType<{ fingerprint: string; state: TriageState }>;

export const savedViewSchema = z.strictObject({
  name: nameText,
  screen: z.enum(VIEW_SCREENS, { error: `must be one of ${VIEW_SCREENS.join(', ')}` }),
  query: z
    .string()
    .max(4000, 'must have at most 4000 characters')
    .regex(/^[^?#\s]*$/, 'must be the parameters of an address, without ?, # and spaces')
    .describe('Parameters of the screen as its address has them, without `?`.'),
}) satisfies z.ZodType<SavedViewInput>;

export const noteInputSchema = z.strictObject({
  text: z
    .string({ error: 'must be text' })
    .trim()
    .min(1, 'must not be empty')
    .max(4000, 'must have at most 4000 characters'),
});

/** `name`: what the error calls an input that has no fields. @throws FaaslensError `invalid_input` that names the field and what it must be. */
export function parseInput<Output>(schema: z.ZodType<Output>, input: unknown, name = 'input'): Output {
  const parsed = schema.safeParse(input);
  if (parsed.success) return parsed.data;
  const issue = parsed.error.issues[0];
  const field = issue?.path.join('.') || name;
  throw new FaaslensError('invalid_input', `${field}: ${wordsOf(issue)}`);
}
