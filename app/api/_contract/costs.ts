import { z } from 'zod';
import type { EstimateLine } from '@/core/pricing/charge-lines';
import { contract } from './contract';

const estimateLine = z
  .strictObject({
    meter: z.string(),
    quantity: z.string().describe('What is paid for: less what is free.'),
    unit: z.string(),
    unitPriceUsd: z.string().nullable().describe('Null when the price is not known.'),
    amountUsd: z.string().nullable(),
    formula: z.string(),
    source: z.string(),
    confidence: z.enum(['high', 'medium', 'low']).nullable(),
  })
  .meta({ id: 'EstimateLine' }) satisfies z.ZodType<EstimateLine>;

export const estimateCost = contract({
  method: 'POST',
  path: '/costs/estimate',
  summary: 'What a month of a product costs. GET /costs/products lists products and what each bills by.',
  scope: 'read',
  body: z
    .looseObject({
      provider: z.string(),
      product: z.string(),
      region: z.string().exactOptional().describe('Not needed where the price is the same everywhere.'),
      architecture: z.string().exactOptional().describe('x86_64 unless told otherwise.'),
      plan: z.string().exactOptional().describe('The first of the product’s plans unless told otherwise.'),
      freeTier: z.boolean().default(false),
      asOf: z.string().exactOptional().describe('The day whose prices and rules count; today when left out.'),
    })
    .describe('And the inputs of the product: numbers, or decimal texts so that nothing is lost.'),
  answer: z
    .strictObject({
      provider: z.string(),
      product: z.string(),
      region: z.string(),
      lines: z.array(estimateLine),
      totalUsd: z.string().nullable().describe('Null when a price is not known: the notes say which.'),
      billedDurationMs: z.number().nullable(),
      precision: z.enum(['exact', 'allocated', 'estimated']),
      source: z.string(),
      notes: z.array(z.string()),
    })
    .meta({ id: 'Estimate' }),
});

export const listProducts = contract({
  method: 'GET',
  path: '/costs/products',
  summary: 'What can be priced, and what each product bills by.',
  scope: 'read',
  answer: z.strictObject({
    items: z.array(
      z
        .strictObject({
          provider: z.string(),
          product: z.string(),
          title: z.string(),
          plans: z.array(z.string()),
          regions: z.array(z.string()),
          inputs: z.array(
            z.strictObject({
              name: z.string(),
              label: z.string(),
              unit: z.string(),
              kind: z.enum(['decimal', 'choice', 'flag', 'text', 'decimals', 'records']),
              choices: z.array(z.string()),
            }),
          ),
        })
        .meta({ id: 'PricedProduct' }),
    ),
  }),
});
