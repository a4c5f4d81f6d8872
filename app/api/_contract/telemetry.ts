import { z } from 'zod';
import { functionId, spanId, traceId } from '@/app/_queries/inputs/fields';
import {
  functionSchema,
  functionsSchema,
  invocationsSchema,
  overviewSchema,
  tracesSchema,
} from '@/app/_queries/inputs/lists';
import { figures, functionDetail, functionWithTotals } from './answers/figures';
import { page, time } from './answers/parts';
import { invocation, relatedInvocation, span, trace, traceItem } from './answers/telemetry';
import { contract } from './contract';

export const overview = contract({
  method: 'GET',
  path: '/overview',
  summary: 'Figures of all functions, of the period before, and per step.',
  scope: 'read',
  query: overviewSchema,
  answer: figures,
});

export const functions = contract({
  method: 'GET',
  path: '/functions',
  summary: 'Functions with their figures of the range, by name.',
  scope: 'read',
  query: functionsSchema,
  answer: page(functionWithTotals),
});

export const oneFunction = contract({
  method: 'GET',
  path: '/functions/{id}',
  summary: 'One function with its figures, of the period before, and per step.',
  scope: 'read',
  params: z.strictObject({ id: functionId }),
  query: functionSchema,
  answer: functionDetail,
});

export const invocations = contract({
  method: 'GET',
  path: '/invocations',
  summary: 'Invocations, newest first.',
  scope: 'read',
  query: invocationsSchema,
  answer: page(invocation).extend({
    completeSince: time
      .exactOptional()
      .describe('Only while an attribute asked for is being filled in: earlier invocations may be missing.'),
  }),
});

export const traces = contract({
  method: 'GET',
  path: '/traces',
  summary: 'Traces, newest first.',
  scope: 'read',
  query: tracesSchema,
  answer: page(traceItem),
});

export const oneTrace = contract({
  method: 'GET',
  path: '/traces/{traceId}',
  summary: 'One trace with its spans in order and its invocations with their cost.',
  scope: 'read',
  params: z.strictObject({ traceId }),
  answer: trace,
});

export const related = contract({
  method: 'GET',
  path: '/traces/{traceId}/related',
  summary: 'Invocations of other traces that belong to the same request: attempts, hops before and after.',
  scope: 'read',
  params: z.strictObject({ traceId }),
  answer: z.strictObject({ items: z.array(relatedInvocation), nextCursor: z.null() }),
});

export const traceAsOtlp = contract({
  method: 'GET',
  path: '/traces/{traceId}/otlp',
  summary: 'One trace as an OTLP/JSON request, attributes and all: any collector takes it.',
  scope: 'read',
  params: z.strictObject({ traceId }),
  answer: z.strictObject({ resourceSpans: z.array(z.unknown()) }).meta({ id: 'OtlpTraces' }),
});

export const oneSpan = contract({
  method: 'GET',
  path: '/traces/{traceId}/spans/{spanId}',
  summary: 'One span in full.',
  scope: 'read',
  params: z.strictObject({ traceId, spanId }),
  answer: span,
});

export const environments = contract({
  method: 'GET',
  path: '/environments',
  summary: 'The environments seen so far; empty text is the unnamed one.',
  scope: 'read',
  answer: z.strictObject({ items: z.array(z.string()), nextCursor: z.null() }),
});

export const setup = contract({
  method: 'GET',
  path: '/setup',
  summary: 'Whether data has arrived, and where to send it.',
  scope: 'read',
  answer: z.strictObject({ hasData: z.boolean(), otlpHttpUrl: z.string(), needsKey: z.boolean() }),
});
