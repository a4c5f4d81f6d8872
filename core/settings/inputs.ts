import { z } from 'zod';
import { FaaslensError } from '../errors';
import { type KeyScope, TRIAGE_STATES, type TriageState } from './settings';

/** A name that people give. */
export const nameText = z
  .string()
  .trim()
  .min(1, 'must not be empty')
  .max(200, 'must have at most 200 characters')
  .regex(/^\P{Cc}*$/u, 'must not hold control characters');
/** The id of something that people edit. */
export const idText = z.string().regex(/^\w{1,64}$/, 'must be an id: letters, digits and _');

export const keyInputSchema = z.object({
  name: nameText,
  scope: z.enum(['ingest', 'read', 'admin'], { error: 'must be ingest, read or admin' }),
}) satisfies z.ZodType<{ name: string; scope: KeyScope }>;

export const triageInputSchema = z.object({
  fingerprint: z.string().regex(/^[0-9a-f]{16}$/, 'must be the fingerprint of errors: 16 hex digits'),
  state: z.enum(TRIAGE_STATES, { error: 'must be open, resolved or ignored' }),
}) satisfies z.ZodType<{ fingerprint: string; state: TriageState }>;

/** @throws FaaslensError `invalid_input` that names the field and what it must be. */
export function parseInput<Output>(schema: z.ZodType<Output>, input: unknown): Output {
  const parsed = schema.safeParse(input);
  if (parsed.success) return parsed.data;
  const issue = parsed.error.issues[0];
  const field = issue?.path.join('.') || 'input';
  throw new FaaslensError('invalid_input', `${field}: ${issue?.message ?? 'is not valid'}`);
}
