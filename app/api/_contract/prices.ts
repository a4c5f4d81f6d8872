import { z } from 'zod';
import type { toPriceView } from '@/app/_queries/views/prices';
import { idText } from '@/core/settings/inputs';
import { priceInputSchema } from '@/core/settings/price-input';
import { page, time } from './answers/parts';
import { contract } from './contract';

const byId = z.strictObject({ id: idText });

const priceOverride = z
  .strictObject({
    id: z.string(),
    provider: z.string(),
    product: z.string().nullable(),
    plan: z.string().nullable(),
    meter: z.string().nullable(),
    region: z.string().nullable(),
    architecture: z.enum(['x86_64', 'arm64']).nullable(),
    priceUsd: z.string().nullable(),
    tiers: z.array(z.strictObject({ upTo: z.string().nullable(), price: z.string() })).readonly(),
    discountPercent: z.string().nullable(),
    from: z.string().nullable(),
    to: z.string().nullable(),
    origin: z.enum(['user', 'import']),
    source: z.string(),
    createdAt: time,
  })
  .meta({ id: 'PriceOverride' }) satisfies z.ZodType<ReturnType<typeof toPriceView>>;

export const listPriceOverrides = contract({
  method: 'GET',
  path: '/prices/overrides',
  summary: 'Prices and discounts that count instead of the built-in list, newest first; imported ones too.',
  scope: 'read',
  answer: page(priceOverride),
});

export const createPriceOverride = contract({
  method: 'POST',
  path: '/prices/overrides',
  summary: 'Sets a price or a discount. It counts for what arrives from now on, and for estimates.',
  scope: 'edit',
  status: 201,
  body: priceInputSchema,
  answer: priceOverride,
});

export const updatePriceOverride = contract({
  method: 'PUT',
  path: '/prices/overrides/{id}',
  summary: 'Replaces a price or discount that was set by hand.',
  scope: 'edit',
  params: byId,
  body: priceInputSchema,
  answer: priceOverride,
});

export const deletePriceOverride = contract({
  method: 'DELETE',
  path: '/prices/overrides/{id}',
  summary: 'Takes a price or discount away: the built-in list counts again.',
  scope: 'edit',
  status: 204,
  params: byId,
  answer: z.null(),
});
