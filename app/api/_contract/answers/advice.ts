import { z } from 'zod';
import type { AdviceView } from '@/app/_queries/costs/advice';
import { time, usd } from './parts';

const kind = z.enum(['memory', 'architecture', 'provisioned', 'waiting', 'platform']);
const of = z.strictObject({ id: z.string(), name: z.string() }).nullable();

const figure = z.strictObject({
  value: z.number(),
  unit: z.enum(['count', 'ms', 'mb', 'usd', 'share']),
});

export const advice = z
  .strictObject({
    from: time,
    to: time,
    items: z
      .array(
        z.strictObject({
          kind,
          function: of,
          title: z.string(),
          reason: z.string(),
          certainty: z
            .enum(['measured', 'range', 'assumed'])
            .describe(
              'measured: it ran both ways; range: between the best and the worst; assumed: as if only the price changed.',
            ),
          savingUsd: z.strictObject({ low: usd, high: usd }).describe('In 30 days at list price.'),
          evidence: z.strictObject({
            columns: z.array(z.string()),
            rows: z.array(z.array(z.union([z.string(), figure, z.null()]))),
          }),
        }),
      )
      .describe('Greatest saving first.'),
    kept: z
      .array(z.strictObject({ kind, function: of, reason: z.string() }))
      .describe('What was looked at and is best left, or cannot be judged yet.'),
    nextCursor: z.null(),
  })
  .meta({ id: 'CostAdvice' }) satisfies z.ZodType<AdviceView>;
