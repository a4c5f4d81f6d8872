import { z } from 'zod';
import { functionId, spanId, traceId } from '@/app/_queries/inputs/fields';
import type { MappedStack } from '@/app/_queries/source-maps/map-stack';
import type { SpanStack } from '@/app/_queries/source-maps/span-stacks';
import type { toSourceMapView } from '@/app/_queries/views/source-maps';
import { idText } from '@/core/settings/inputs';
import { MOST_MAP_BYTES, sourceMapInputSchema } from '@/core/settings/source-map-settings';
import { count, time } from './answers/parts';
import { contract } from './contract';

const sourceMap = z
  .strictObject({
    id: z.string(),
    function: z.string(),
    version: z.string(),
    file: z.string(),
    bytes: count,
    createdAt: time,
  })
  .meta({ id: 'SourceMap' }) satisfies z.ZodType<ReturnType<typeof toSourceMapView>>;

const mappedStack = {
  lines: z.array(
    z.strictObject({
      number: count,
      text: z.string(),
      kind: z.enum(['own', 'other', 'text']),
      original: z
        .strictObject({
          file: z.string(),
          line: count,
          column: count,
          name: z.string().nullable(),
          code: z.string().nullable(),
        })
        .nullable(),
    }),
  ),
  maps: count.describe('How many maps there are for this version.'),
};

export const listSourceMaps = contract({
  method: 'GET',
  path: '/source-maps',
  summary: 'Source maps that were uploaded, newest first.',
  scope: 'read',
  query: z.strictObject({
    function: z.string().max(300).exactOptional(),
    version: z.string().max(300).exactOptional(),
  }),
  answer: z.strictObject({ items: z.array(sourceMap), nextCursor: z.null() }),
});

export const saveSourceMap = contract({
  method: 'POST',
  path: '/source-maps',
  summary:
    'Keeps the source map of a generated file of one version of a function, in place of an earlier one.',
  scope: 'edit',
  status: 201,
  body: sourceMapInputSchema,
  mostBodyBytes: MOST_MAP_BYTES + 64 * 1024,
  answer: sourceMap,
});

export const deleteSourceMap = contract({
  method: 'DELETE',
  path: '/source-maps/{id}',
  summary: 'Deletes a source map.',
  scope: 'edit',
  status: 204,
  params: z.strictObject({ id: idText }),
  answer: z.null(),
});

export const applySourceMaps = contract({
  method: 'POST',
  path: '/source-maps/apply',
  summary: 'The lines of a stack, with their places in the original code where source maps give them.',
  scope: 'read',
  body: z.strictObject({
    functionId,
    version: z.string().max(300).describe('As errors show it.'),
    stack: z.string().max(60_000, 'must have at most 60000 characters'),
  }),
  answer: z.strictObject(mappedStack) satisfies z.ZodType<MappedStack>,
});

export const spanStacks = contract({
  method: 'GET',
  path: '/traces/{traceId}/spans/{spanId}/stacks',
  summary: 'The stacks in the events of a span, in the original code where source maps give it.',
  scope: 'read',
  params: z.strictObject({ traceId, spanId }),
  answer: z.strictObject({
    items: z.array(
      z.strictObject({
        event: count.describe('The position of the event among those of the span.'),
        ...mappedStack,
      }),
    ) satisfies z.ZodType<readonly SpanStack[]>,
    nextCursor: z.null(),
  }),
});
