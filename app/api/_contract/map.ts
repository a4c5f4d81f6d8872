import { z } from 'zod';
import { dependenciesSchema, functionLinksSchema } from '@/app/_queries/inputs/map';
import { DEPENDENCY_KINDS } from '@/core/model/costs/dependency-kind';
import type { DependencyTotalsView, DependencyView, FunctionLinksView } from '@/core/model/map/map-views';
import { count, usd } from './answers/parts';
import { contract } from './contract';

const ms = z.number().min(0);
const kind = z.enum(DEPENDENCY_KINDS);
const functionName = z.strictObject({ id: z.string(), name: z.string() });

const durationMs = z.strictObject({ p50: ms, p95: ms, p99: ms }).nullable();

const totals = z.strictObject({
  calls: count,
  errors: count,
  durationMs,
}) satisfies z.ZodType<DependencyTotalsView>;

const dependency = z
  .strictObject({
    functionId: z.string(),
    functionName: z.string(),
    environment: z.string(),
    dependency: z
      .string()
      .describe(
        'Empty for calls that do not say what they are made to, and for those beyond what is told apart.',
      ),
    kind,
    calls: count.describe('Outermost client and producer spans below an invocation.'),
    errors: count,
    durationMs,
    waited: z
      .strictObject({ invocations: count, durationMs: ms, costUsd: usd })
      .describe('Invocations that paid to wait for it, how long together and what that cost.'),
  })
  .meta({ id: 'Dependency' }) satisfies z.ZodType<DependencyView>;

export const dependencies = contract({
  method: 'GET',
  path: '/dependencies',
  summary: 'What functions called and waited for, those with most calls first.',
  scope: 'read',
  query: dependenciesSchema,
  answer: z.strictObject({ items: z.array(dependency), nextCursor: z.null(), totals }),
});

export const functionLinks = contract({
  method: 'GET',
  path: '/function-links',
  summary:
    'Which functions set off which, as traces tell: all of the range or, scaled up, some that are spread evenly over the newest 5,000.',
  scope: 'read',
  query: functionLinksSchema,
  answer: z.strictObject({
    items: z.array(
      z.strictObject({
        from: functionName,
        to: functionName,
        via: z.strictObject({ dependency: z.string(), kind }).nullable(),
        seen: count.describe(
          'Scaled up from the traces that were looked at, and for one that links to more than 20 others from 20 of these.',
        ),
        standardError: z.number().min(0).describe('Of `seen`; 0 when all of them were looked at.'),
        exampleTraceId: z.string().describe('Of the traces that were looked at, the newest that shows it.'),
      }),
    ),
    nextCursor: z.null(),
    traces: count.describe('Traces of the range, at most the newest 5,000.'),
    lookedAt: count.describe('How many of them, spread evenly, were looked at.'),
    complete: z.boolean().describe('Whether `traces` are all of the range.'),
  }) satisfies z.ZodType<FunctionLinksView>,
});
