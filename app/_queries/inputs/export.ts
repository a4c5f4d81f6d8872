import { z } from 'zod';

const MOST_EXPORTED = 1_000_000;
const USUALLY_EXPORTED = 100_000;

/** Part of every export. */
export const exportFields = {
  format: z.enum(['csv', 'ndjson'], { error: 'must be csv or ndjson' }).default('csv'),
  limit: z.coerce
    .number({ error: 'must be a number' })
    .int('must be a whole number')
    .min(1, 'must be at least 1')
    .max(MOST_EXPORTED, `must be at most ${MOST_EXPORTED}`)
    .default(USUALLY_EXPORTED)
    .describe('So many rows at most, the first ones of the list; the name of the file says it.'),
};
