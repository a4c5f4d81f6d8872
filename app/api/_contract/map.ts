import { z } from 'zod';
import { dependenciesSchema, functionLinksSchema } from '@/app/_queries/inputs/map';
import { DEPENDENCY_KINDS } from '@/core/model/costs/dependency-kind';
import type { DependencyView, FunctionLinksView } from '@/core/model/map/map-views';
import { count, usd } from './answers/parts';
import { contract } from './contract';

const ms = z.number().min(0);
const kind = z.enum(DEPENDENCY_KINDS);
const functionName = z.strictObject({ id: z.string(), name: z.string() });

const dependency = z
  .strictObject({
    functionId: z.string(),
    functionName: z.string(),
    environment: z.string(),
    dependency: z.string().describe('Empty for calls that do not say what they are made to.'),
    kind,
    calls: count.describe('Outermost client and producer spans below an invocation.'),
    errors: count,
    durationMs: z.strictObject({ p50: ms, p95: ms, p99: ms }).nullable(),
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
  answer: z.strictObject({ items: z.array(dependency), nextCursor: z.null() }),
});

export const functionLinks = contract({
  method: 'GET',
  path: '/function-links',
  summary: 'Which functions set off which, as seen in the newest 40 traces of the range.',
  scope: 'read',
  query: functionLinksSchema,
  answer: z.strictObject({
    items: z.array(
      z.strictObject({
        from: functionName,
        to: functionName,
        via: z.strictObject({ dependency: z.string(), kind }).nullable(),
        seen: count,
      }),
    ),
    nextCursor: z.null(),
    traces: count.describe('How many traces were looked at.'),
    complete: z.boolean().describe('Whether those are all of the range.'),
  }) satisfies z.ZodType<FunctionLinksView>,
});
