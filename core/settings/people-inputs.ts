import { z } from 'zod';
import { nameText } from './inputs';
import { ROLES, type SingleSignOn, type UserChange, type UserInput } from './people';

const BOUND = 'only a viewer can be bound to one: rules, channels and prices belong to all environments';

export const email = z
  .string()
  .trim()
  .toLowerCase()
  .max(254, 'must have at most 254 characters')
  .pipe(z.email('must be an e-mail address'));

const roleText = z.enum(ROLES, { error: 'must be viewer, editor or admin' });

/** `''` is the unnamed environment, null all of them. */
const environmentBinding = z
  .string()
  .max(200, 'must have at most 200 characters')
  .nullable()
  .describe('The only environment that is seen; empty: functions without one; null: all.');

export const userInputSchema = z
  .strictObject({
    email,
    name: nameText,
    role: roleText,
    environment: environmentBinding.default(null),
  })
  .refine(({ role, environment }) => environment === null || role === 'viewer', {
    path: ['environment'],
    error: BOUND,
  }) satisfies z.ZodType<UserInput>;

export const userChangeSchema = z
  .strictObject({
    name: nameText.optional(),
    role: roleText.optional(),
    environment: environmentBinding.optional(),
    disabled: z.boolean({ error: 'must be true or false' }).optional(),
  })
  .describe('What is left out stays.') satisfies z.ZodType<UserChange>;

/** @returns why a role may not be bound to the environment, as a text for the field; null when it may */
export function bindingProblem(role: string, environment: string | null): string | null {
  return environment !== null && role !== 'viewer' ? `environment: ${BOUND}` : null;
}

const domain = z
  .string()
  .trim()
  .toLowerCase()
  .regex(/^(?=.{1,253}$)[a-z0-9-]+(\.[a-z0-9-]+)+$/, 'must be a domain such as example.com');

export const singleSignOnSchema = z.strictObject({
  issuer: z
    .url({ protocol: /^https?$/, error: 'must be an http or https address' })
    .max(500)
    .describe('Address of the OpenID provider; `/.well-known/openid-configuration` is found below it.'),
  clientId: z.string().min(1, 'must not be empty').max(500),
  clientSecret: z
    .string()
    .min(1, 'must not be empty')
    .max(1000)
    .optional()
    .describe('Secret: kept when left out.'),
  label: nameText.default('Single sign-on'),
  domains: z.array(domain).max(50).default([]),
  role: roleText.default('viewer'),
}) satisfies z.ZodType<SingleSignOn>;
