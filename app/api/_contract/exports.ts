import { z } from 'zod';
import { costsSchema } from '@/app/_queries/inputs/costs';
import { exportFields } from '@/app/_queries/inputs/export';
import { errorsSchema, functionsSchema, invocationsSchema, tracesSchema } from '@/app/_queries/inputs/lists';
import { logsSchema } from '@/app/_queries/inputs/logs';
import { contract } from './contract';

const PAGED = { limit: true, cursor: true } as const;
const file = z.string().describe('CSV with a line of names, or one JSON object a line (`format=ndjson`).');

/** A list as a file: accepts the list's parameters, except those for a page. */
function exportOf<Query extends z.ZodObject>(list: string, summary: string, query: Query) {
  const path = `/${list}/export`;
  return contract({ method: 'GET', path, summary, scope: 'read', query, media: 'text/csv', answer: file });
}

export const exportFunctions = exportOf(
  'functions',
  'Functions with their figures of the range as a file, by name.',
  functionsSchema.omit(PAGED).extend(exportFields),
);

export const exportInvocations = exportOf(
  'invocations',
  'Invocations as a file, newest first.',
  invocationsSchema.omit(PAGED).extend(exportFields),
);

export const exportTraces = exportOf(
  'traces',
  'Traces as a file, newest first.',
  tracesSchema.omit(PAGED).extend(exportFields),
);

export const exportLogs = exportOf(
  'logs',
  'Log records as a file, newest first.',
  logsSchema.omit(PAGED).extend(exportFields),
);

export const exportErrors = exportOf(
  'errors',
  'Groups of errors as a file, in the order of the list.',
  errorsSchema.omit(PAGED).extend(exportFields),
);

export const exportCosts = exportOf(
  'costs',
  'Groups of costs as a file, dearest first.',
  costsSchema.omit({ limit: true }).extend({ format: exportFields.format }),
);
