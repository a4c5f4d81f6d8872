import { z } from 'zod';
import { LOG_RECORD_ID } from '@/core/model/logs/record-id';
import { SEVERITY_NAMES, severityNumber, severityTop } from '@/core/model/logs/severity';
import { environment, functionId, pageFields, rangeFields, search, spanId, traceId } from './fields';

const known = SEVERITY_NAMES.join(', ');

/** The filters of log records, besides their time. */
export const logFields = {
  environment,
  functionId: functionId.exactOptional(),
  traceId: traceId.exactOptional(),
  spanId: spanId.exactOptional(),
  severity: z
    .enum(SEVERITY_NAMES, { error: `must be one of ${known}` })
    .exactOptional()
    .describe('This severity and above.'),
  maxSeverity: z
    .enum(['unset', ...SEVERITY_NAMES], { error: `must be unset or one of ${known}` })
    .exactOptional()
    .describe('This severity and below; `unset`: only records without one.'),
  q: search
    .exactOptional()
    .describe(
      'Words that all occur in the body; "quoted text" is a phrase, `@order.id:42` or `@name:"two words"` an attribute.',
    ),
};

export const logsSchema = z.strictObject({ ...rangeFields, ...logFields, ...pageFields });

const logRangeSchema = z.strictObject({ ...rangeFields, ...logFields });
export const logCountsSchema = logRangeSchema;
export const logPatternsSchema = logRangeSchema;

export const logContextSchema = z.strictObject({
  around: z
    .string()
    .regex(LOG_RECORD_ID, 'must be the id of a log record')
    .describe('The id of a log record.'),
  ...logFields,
  limit: pageFields.limit.describe('How many records before it, and after it.'),
});

export const logTailSchema = z.strictObject({
  ...logFields,
  after: z.string().max(500).exactOptional().describe('The id of an event: go on behind it.'),
});

export type LogFieldValues = Partial<z.output<z.ZodObject<typeof logFields>>>;

/** The store's severity numbers of both bounds. */
export function severities({ severity, maxSeverity }: LogFieldValues): {
  readonly minSeverity?: number;
  readonly maxSeverity?: number;
} {
  return {
    ...(severity === undefined ? {} : { minSeverity: severityNumber(severity) }),
    ...(maxSeverity === undefined ? {} : { maxSeverity: severityTop(maxSeverity) }),
  };
}
