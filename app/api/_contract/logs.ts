import { z } from 'zod';
import {
  logContextSchema,
  logCountsSchema,
  logPatternsSchema,
  logsSchema,
  logTailSchema,
} from '@/app/_queries/inputs/logs';
import type { LogContextView, LogCountsView, LogPatternsView } from '@/core/model/log-views';
import { count, page, time } from './answers/parts';
import { log } from './answers/telemetry';
import { contract } from './contract';

const severityFields = {
  unset: count.describe('Without a severity.'),
  trace: count,
  debug: count,
  info: count,
  warn: count,
  error: count,
  fatal: count,
};

export const logs = contract({
  method: 'GET',
  path: '/logs',
  summary: 'Log records, newest first.',
  scope: 'read',
  query: logsSchema,
  answer: page(log),
});

export const logCounts = contract({
  method: 'GET',
  path: '/logs/counts',
  summary: 'Log records by time and severity.',
  scope: 'read',
  query: logCountsSchema,
  answer: z
    .strictObject({
      from: time,
      to: time,
      stepMs: count,
      steps: z.array(z.strictObject({ t: time, ...severityFields })).describe('Oldest first, without gaps.'),
      total: count,
      severities: z
        .strictObject(severityFields)
        .describe('Of the whole range, whatever severities were asked for.'),
      exact: z.boolean().describe('Else the counts are scaled up from the records that were looked at.'),
      lookedAt: count,
      candidates: count,
    })
    .meta({ id: 'LogCounts' }) satisfies z.ZodType<LogCountsView>,
});

const pattern = z
  .strictObject({
    shape: z.string().describe('What the lines share; what differs is named `<num>`, `<uuid>` and so on.'),
    count,
    severity: count.max(24).describe('Of the loudest line.'),
    firstTime: time,
    lastTime: time,
    sample: z.string(),
    search: z.string().describe('As `q` it finds such lines; empty when the shape has no words.'),
  })
  .meta({ id: 'LogPattern' });

export const logPatterns = contract({
  method: 'GET',
  path: '/logs/patterns',
  summary: 'The newest log records grouped by their shape, most frequent first.',
  scope: 'read',
  query: logPatternsSchema,
  answer: z.strictObject({
    items: z.array(pattern),
    nextCursor: z.null(),
    lines: count.describe('So many records, the newest ones, were grouped.'),
    complete: z.boolean().describe('Whether these were all.'),
  }) satisfies z.ZodType<LogPatternsView>,
});

export const logContext = contract({
  method: 'GET',
  path: '/logs/context',
  summary: 'What was logged right before and after a record.',
  scope: 'read',
  query: logContextSchema,
  answer: z.strictObject({
    before: z.array(log).describe('Oldest first.'),
    record: log,
    after: z.array(log).describe('Oldest first.'),
  }) satisfies z.ZodType<LogContextView>,
});

export const logTail = contract({
  method: 'GET',
  path: '/logs/tail',
  summary:
    'Log records as they arrive, as server-sent events without end. Each event `lines` has an id: send it as Last-Event-ID, or as `after`, and nothing is missed.',
  scope: 'read',
  query: logTailSchema,
  media: 'text/event-stream',
  answer: z.strictObject({ lines: z.array(log) }).describe('The data of an event `lines`.'),
});
