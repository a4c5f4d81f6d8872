import { z } from 'zod';
import { FaaslensError } from '../errors';
import {
  type ChannelInput,
  type KeyScope,
  type RuleInput,
  TRIAGE_STATES,
  type TriageState,
} from './settings';

const name = z
  .string()
  .trim()
  .min(1, 'must not be empty')
  .max(200, 'must have at most 200 characters')
  .regex(/^\P{Cc}*$/u, 'must not hold control characters');
const share = z.number().min(0, 'must be 0 to 1').max(1, 'must be 0 to 1');

export const keyInputSchema = z.object({
  name,
  scope: z.enum(['ingest', 'read', 'admin'], { error: 'must be ingest, read or admin' }),
}) satisfies z.ZodType<{ name: string; scope: KeyScope }>;

export const triageInputSchema = z.object({
  fingerprint: z.string().regex(/^[0-9a-f]{16}$/, 'must be the fingerprint of errors: 16 hex digits'),
  state: z.enum(TRIAGE_STATES, { error: 'must be open, resolved or ignored' }),
}) satisfies z.ZodType<{ fingerprint: string; state: TriageState }>;

export const channelInputSchema = z.object({
  name,
  url: z
    .string()
    .max(2048, 'must have at most 2048 characters')
    .refine(isWebhookUrl, 'must be an http or https address without user and password'),
  enabled: z.boolean(),
}) satisfies z.ZodType<ChannelInput>;

export const ruleInputSchema = z
  .object({
    name,
    enabled: z.boolean(),
    kind: z.literal('error_rate'),
    functionId: z
      .string()
      .regex(/^[0-9a-f]{16}$/, 'must be the id of a function: 16 hex digits')
      .nullable(),
    environment: z.string().max(200).nullable(),
    windowMinutes: z
      .number()
      .int('must be a whole number')
      .min(1, 'must be 1 to 1440')
      .max(1440, 'must be 1 to 1440'),
    threshold: share,
    recoveryThreshold: share,
    minInvocations: z.number().int('must be a whole number').min(1, 'must be at least 1').max(1_000_000_000),
    severity: z.enum(['info', 'warning', 'critical'], { error: 'must be info, warning or critical' }),
    channelId: z.string().min(1).max(64).nullable(),
  })
  .refine((rule) => rule.recoveryThreshold <= rule.threshold, {
    path: ['recoveryThreshold'],
    error: 'must not be above threshold',
  }) satisfies z.ZodType<RuleInput>;

/** @throws FaaslensError `invalid_input` that names the field and what it must be. */
export function parseInput<Output>(schema: z.ZodType<Output>, input: unknown): Output {
  const parsed = schema.safeParse(input);
  if (parsed.success) return parsed.data;
  const issue = parsed.error.issues[0];
  const field = issue?.path.join('.') || 'input';
  throw new FaaslensError('invalid_input', `${field}: ${issue?.message ?? 'is not valid'}`);
}

function isWebhookUrl(text: string): boolean {
  if (!URL.canParse(text)) return false;
  const { protocol, username, password } = new URL(text);
  return (protocol === 'https:' || protocol === 'http:') && username === '' && password === '';
}
