import { z } from 'zod';
import { ERROR_STATES } from '@/core/model/errors/state';
import type { ErrorDetailView, ErrorOccurrenceView, ErrorView } from '@/core/model/views';
import { count, time, usd } from './parts';

export const errorState = z
  .enum(ERROR_STATES)
  .describe('`regressed`: it was resolved, and came back in a version that did not have it before.');

const errorFields = {
  fingerprint: z.string(),
  type: z.string(),
  message: z.string().describe('Of the newest error.'),
  culprit: z.string().describe("Function and file of the top frame that is the user's own; may be empty."),
  state: errorState,
  count: count.describe('Errors in the range, which is widened to whole hours.'),
  trend: z.array(count).describe('The same in equal parts of the range: one for each hour, at most 24.'),
  invocations: count.describe('Invocations that had one of them.'),
  costUsd: usd.nullable().describe('What these invocations cost; null when none of them could be priced.'),
  firstSeen: time.describe('Of all errors of the group, whatever the range.'),
  lastSeen: time,
  functions: z.array(z.strictObject({ id: z.string(), name: z.string() })),
  versions: z.array(
    z.strictObject({ version: z.string().nullable(), count, firstSeen: time, lastSeen: time }),
  ),
  versionsDropped: z.boolean().describe('Whether there were more versions than are kept.'),
  sampleTraceIds: z.array(z.string()).describe('Newest traces first, then oldest ones.'),
};

export const error = z.strictObject(errorFields).meta({ id: 'ErrorGroup' }) satisfies z.ZodType<ErrorView>;

const occurrence = z
  .strictObject({
    traceId: z.string(),
    spanId: z.string().nullable().describe('Null when a log record without a span reported it.'),
    time,
    type: z.string(),
    message: z.string(),
    stack: z.string().describe('As sent; may be empty.'),
    version: z.string().nullable(),
    functionId: z.string().nullable(),
  })
  .meta({ id: 'ErrorOccurrence' }) satisfies z.ZodType<ErrorOccurrenceView>;

export const errorDetail = z
  .strictObject({
    ...errorFields,
    series: z.array(z.strictObject({ t: time, count })).describe('Per hour, without gaps.'),
    occurrences: z.array(occurrence).describe('The newest error of each sample trace.'),
  })
  .meta({ id: 'ErrorGroupDetail' }) satisfies z.ZodType<ErrorDetailView>;
