import { z } from 'zod';
import type { toDeletionView } from '@/app/_queries/views/deletion';
import { DELETION_STATES } from '@/core/store/deletions';
import { time } from './answers/parts';
import { contract } from './contract';

const count = z.number().int();
const moment = z.iso.datetime({ error: 'must be a time such as 2026-03-01T00:00:00Z' });

const query = z
  .strictObject({
    traceId: z
      .string()
      .regex(/^[0-9a-f]{32}$/, 'must be 32 hex digits')
      .optional()
      .describe('One trace, whenever it was.'),
    functionId: z
      .string()
      .regex(/^[0-9a-f]{16}$/, 'must be the id of a function: 16 hex digits')
      .optional()
      .describe('Traces that invoked it in the time, and its log lines.'),
    attribute: z
      .strictObject({
        key: z.string().min(1, 'must not be empty').max(256),
        value: z.string().min(1, 'must not be empty').max(256),
      })
      .optional()
      .describe('Traces with a span or log line that has it, and log lines without a trace.'),
    from: moment.optional().describe('Needed unless a trace is given.'),
    to: moment.optional().describe('Needed unless a trace is given.'),
  })
  .refine(({ traceId, from, to }) => traceId !== undefined || (from !== undefined && to !== undefined), {
    path: ['from'],
    error: 'from and to are needed unless a trace is given',
  })
  .meta({ id: 'DeletionQuery' });

export type DeletionInput = z.output<typeof query>;

const deletion = z
  .strictObject({
    id: count,
    about: z.string(),
    requestedAt: time,
    state: z.enum(DELETION_STATES),
    traces: count,
    invocations: count,
    looseLogs: count,
  })
  .meta({ id: 'Deletion' }) satisfies z.ZodType<ReturnType<typeof toDeletionView>>;

export const previewDeletion = contract({
  method: 'POST',
  path: '/privacy/deletions/preview',
  summary: 'How many traces, and log lines without a trace, a deletion would be about. Nothing is deleted.',
  scope: 'admin',
  body: query,
  answer: z
    .strictObject({ traces: count, looseLogs: count, exact: z.boolean() })
    .meta({ id: 'DeletionPreview' }),
});

export const requestDeletion = contract({
  method: 'POST',
  path: '/privacy/deletions',
  summary:
    'Deletes telemetry as if it had never come: records, rows, and what figures counted of them. It cannot be undone.',
  scope: 'admin',
  status: 202,
  body: query,
  answer: deletion,
});

export const listDeletions = contract({
  method: 'GET',
  path: '/privacy/deletions',
  summary: 'The last 100 deletions, newest first.',
  scope: 'admin',
  answer: z.strictObject({ items: z.array(deletion).readonly(), nextCursor: z.null() }),
});
