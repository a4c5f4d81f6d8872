import { z } from 'zod';
import type { ConcurrencyInput } from './settings';

const place = (what: string) =>
  z.string({ error: `must be ${what}, as the function has it` }).max(200, 'must have at most 200 characters');

/** Where a limit is; other fields are passed over. */
export const concurrencyPlaceSchema = z.object({
  provider: place('the provider').min(1, 'must not be empty'),
  accountId: place('the account').default('').describe('Empty for functions whose account is not known.'),
  region: place('the region').default('').describe('Empty for functions whose region is not known.'),
});

/** How many invocations may run at once in a region of an account, as people give it. */
export const concurrencyInputSchema = z.strictObject({
  ...concurrencyPlaceSchema.shape,
  most: z
    .int('must be a whole number')
    .min(1, 'must be 1 or more')
    .max(10_000_000, 'must be 10000000 or less')
    .describe('Invocations that may run at once, of all functions there together.'),
}) satisfies z.ZodType<ConcurrencyInput>;
