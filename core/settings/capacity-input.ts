import { z } from 'zod';
import { dayText } from './day-text';
import type { CapacityInput } from './settings';

/** Instances that are kept ready, as people give them. */
export const capacityInputSchema = z
  .strictObject({
    functionId: z.string().regex(/^[0-9a-f]{16}$/, 'must be the id of a function: 16 hex digits'),
    instances: z
      .int('must be a whole number')
      .min(1, 'must be 1 or more')
      .max(100_000, 'must be 100000 or less')
      .describe('Provisioned concurrency, always-ready or minimum instances.'),
    from: dayText.describe('The first day.'),
    to: dayText.nullable().default(null).describe('The first day that they are no longer kept.'),
  })
  .refine(({ from, to }) => to === null || from < to, {
    path: ['to'],
    error: 'must be after from',
  }) satisfies z.ZodType<CapacityInput>;
