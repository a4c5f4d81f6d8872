import { z } from 'zod';
import { environment, functionId, pageFields, rangeFields } from './fields';

export const dependenciesSchema = z.strictObject({
  ...rangeFields,
  environment,
  functionId: functionId.exactOptional(),
  dependency: z
    .string()
    .max(1000, 'must be at most 1000 characters')
    .exactOptional()
    .describe(
      'Only calls to it; empty: those that do not say what they are made to, and those beyond what is told apart.',
    ),
  limit: pageFields.limit,
});
export type DependenciesInput = Readonly<z.input<typeof dependenciesSchema>>;

export const functionLinksSchema = z.strictObject({
  ...rangeFields,
  environment,
  limit: pageFields.limit,
});
