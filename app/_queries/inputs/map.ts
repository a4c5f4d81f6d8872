import { z } from 'zod';
import { environment, functionId, pageFields, rangeFields } from './fields';

export const dependenciesSchema = z.strictObject({
  ...rangeFields,
  environment,
  functionId: functionId.exactOptional(),
  limit: pageFields.limit,
});

export const functionLinksSchema = z.strictObject({
  ...rangeFields,
  environment,
  limit: pageFields.limit,
});
