import { z } from 'zod';
import { costsSchema } from '@/app/_queries/inputs/costs';
import { exportFields } from '@/app/_queries/inputs/export';
import { errorsSchema, invocationsSchema, tracesSchema } from '@/app/_queries/inputs/lists';
import { logsSchema } from '@/app/_queries/inputs/logs';
import { contract } from './contract';

const PAGED = { limit: true, cursor: true } as const;
const file = z.string().describe('CSV with a line of names, or one JSON object a line (`format=ndjson`).');
const media = 'text/csv';

export const exportInvocations = contract({
  method: 'GET',
  path: '/invocations/export',
  summary: 'Invocations as a file, newest first.',
  scope: 'read',
  query: invocationsSchema.omit(PAGED).extend(exportFields),
  media,
  answer: file,
});

export const exportTraces = contract({
  method: 'GET',
  path: '/traces/export',
  summary: 'Traces as a file, newest first.',
  scope: 'read',
  query: tracesSchema.omit(PAGED).extend(exportFields),
  media,
  answer: file,
});

export const exportLogs = contract({
  method: 'GET',
  path: '/logs/export',
  summary: 'Log records as a file, newest first.',
  scope: 'read',
  query: logsSchema.omit(PAGED).extend(exportFields),
  media,
  answer: file,
});

export const exportErrors = contract({
  method: 'GET',
  path: '/errors/export',
  summary: 'Groups of errors as a file, in the order of the list.',
  scope: 'read',
  query: errorsSchema.omit(PAGED).extend(exportFields),
  media,
  answer: file,
});

export const exportCosts = contract({
  method: 'GET',
  path: '/costs/export',
  summary: 'Groups of costs as a file, dearest first.',
  scope: 'read',
  query: costsSchema.omit({ limit: true }).extend({ format: exportFields.format }),
  media,
  answer: file,
});
