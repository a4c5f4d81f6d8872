import { z } from 'zod';
import { findSchema } from '@/app/_queries/inputs/find';
import { FOUND_KINDS, type FoundView } from '@/core/model/found';
import { contract } from './contract';

export const find = contract({
  method: 'GET',
  path: '/find',
  summary:
    'What an id belongs to: traces, spans, invocations, requests, functions, errors; or functions by name.',
  scope: 'read',
  query: findSchema,
  answer: z.strictObject({
    items: z.array(
      z
        .strictObject({
          kind: z.enum(FOUND_KINDS),
          title: z.string(),
          note: z.string(),
          path: z.string().describe('Where the dashboard shows it.'),
        })
        .meta({ id: 'Found' }) satisfies z.ZodType<FoundView>,
    ),
    nextCursor: z.null(),
  }),
});
