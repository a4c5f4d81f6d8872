import { z } from 'zod';
import { parseInstant } from '@/core/model/time-range';
import { costLine } from './answers/telemetry';
import { contract } from './contract';

const milliseconds = z
  .union([z.number(), z.string()], { error: 'must be milliseconds' })
  .transform(String)
  .refine(
    (text) => /^\d{1,9}(\.\d{1,12})?$/.test(text),
    'must be milliseconds, not negative, as 120 or "250.06"',
  );

const day = z
  .string()
  .refine((text) => dayMs(text) !== null, 'must be a day as 2026-11-21 or a time in ISO 8601 with a zone')
  .transform((text) => dayMs(text) ?? 0);

export const estimateCost = contract({
  method: 'POST',
  path: '/costs/estimate',
  summary: 'The list price of a month of equal invocations. So far of AWS Lambda on demand.',
  scope: 'read',
  body: z.strictObject({
    provider: z.literal('aws', { error: 'must be aws: there are no other prices yet' }),
    product: z.literal('lambda', { error: 'must be lambda: there are no other prices yet' }),
    region: z.string().max(50),
    architecture: z.enum(['x86_64', 'arm64'], { error: 'must be x86_64 or arm64' }).default('x86_64'),
    memoryMb: z.number().int().min(128, 'must be 128 to 10240').max(10_240, 'must be 128 to 10240'),
    durationMs: milliseconds,
    initMs: milliseconds.default('0').describe('Init of each invocation; 0 for warm ones.'),
    packageType: z.enum(['Zip', 'Image'], { error: 'must be Zip or Image' }).default('Zip'),
    requests: z.number().int().min(1).max(1e15).default(1),
    freeTier: z.boolean().default(false),
    asOf: day.exactOptional().describe('The day whose prices count; today when left out.'),
  }),
  answer: z
    .strictObject({
      lines: z.array(costLine),
      totalUsd: z.string(),
      billedDurationMs: z.number(),
      precision: z.enum(['exact', 'estimated']),
      source: z.string(),
      notes: z.array(z.string()),
    })
    .meta({ id: 'Estimate' }),
});

function dayMs(text: string): number | null {
  return parseInstant(/^\d{4}-\d{2}-\d{2}$/.test(text) ? `${text}T00:00:00Z` : text, Date.now());
}
