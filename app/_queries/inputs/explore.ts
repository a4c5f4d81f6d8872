import { z } from 'zod';
import { BREAKDOWN_FIELDS } from '@/core/model/explore/breakdown-fields';
import { environment, functionId, instant, pageFields, rangeFields } from './fields';
import { filterFields } from './invocation-filter';
import { logFields } from './logs';
import { traceFilterFields } from './trace-filter';

export const heatmapSchema = z.strictObject({
  ...rangeFields,
  environment,
  functionId: functionId.exactOptional(),
});

const LONGEST_LIST = 5000;

/** Comma-separated names. */
const names = z
  .string()
  .max(LONGEST_LIST)
  .transform((text) => text.split(',').filter((name) => name !== ''));

export const breakdownSchema = z.strictObject({
  ...filterFields,
  by: names
    .pipe(
      z.array(
        z.enum(BREAKDOWN_FIELDS, { error: `must be some of ${BREAKDOWN_FIELDS.join(', ')} between commas` }),
      ),
    )
    .default([])
    .describe(`Some of ${BREAKDOWN_FIELDS.join(', ')}, between commas.`),
  byAttribute: names
    .pipe(z.array(z.string()).max(20, 'must be at most 20 keys'))
    .default([])
    .describe('Keys of promoted attributes, between commas.'),
  limit: pageFields.limit,
});

export const traceGroupsSchema = z.strictObject({ ...traceFilterFields, limit: pageFields.limit });

export const logGroupsSchema = z.strictObject({ ...rangeFields, ...logFields, limit: pageFields.limit });

export const differencesSchema = z.strictObject({
  ...filterFields,
  selectedFrom: instant.exactOptional().describe('The selection is narrowed to this part of the range.'),
  selectedTo: instant.exactOptional(),
});

export const variantsSchema = z.strictObject({ ...rangeFields });

export const deploymentsSchema = z.strictObject({
  ...rangeFields,
  environment,
  functionId: functionId.exactOptional(),
  limit: pageFields.limit,
});
