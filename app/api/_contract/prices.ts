import { z } from 'zod';
import { importOfSchema, pricesSchema } from '@/app/_queries/inputs/prices';
import type { ImportView, toPriceView } from '@/app/_queries/views/prices';
import type { PriceInForce } from '@/core/pricing/prices-in-force';
import { idText } from '@/core/settings/inputs';
import { priceInputSchema } from '@/core/settings/price-input';
import { count, page, time } from './answers/parts';
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
  summary: 'Prices and discounts that apply instead of the built-in list, newest first; imported ones too.',
  scope: 'read',
  answer: page(priceOverride),
});

export const createPriceOverride = contract({
  method: 'POST',
  path: '/prices/overrides',
  summary: 'Sets a price or a discount. It applies to what arrives from now on, and to estimates.',
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
  replaces: { answer: priceOverride },
  answer: priceOverride,
});

export const deletePriceOverride = contract({
  method: 'DELETE',
  path: '/prices/overrides/{id}',
  summary: 'Removes a price or discount: the built-in list applies again.',
  scope: 'edit',
  status: 204,
  params: byId,
  answer: z.null(),
});

const price = z.string().describe('Of one unit, a decimal text.');
const tiers = z.array(z.strictObject({ upTo: z.string().nullable(), price })).readonly();

const priceInForce = z
  .strictObject({
    plan: z.string().nullable(),
    architecture: z.enum(['x86_64', 'arm64']).nullable(),
    meter: z.string(),
    unit: z.string(),
    price: price.nullable().describe('The first tier’s; null when it is not known.'),
    currency: z.enum(['USD', 'CNY', 'credit']),
    tiers: tiers.describe('In ascending order; empty when every unit costs the same.'),
    free: z
      .strictObject({ quantity: z.string(), period: z.string(), scope: z.string() })
      .nullable()
      .describe('What an account does not pay for.'),
    rounding: z.string().nullable(),
    origin: z
      .enum(['list', 'import', 'user'])
      .nullable()
      .describe('list: built in; import: of a price file; user: set by hand; null when not known.'),
    discountPercent: z.string().nullable().describe('What a discount of yours has taken off.'),
    source: z.string(),
    sourceUrl: z.string(),
    confidence: z.enum(['high', 'medium', 'low']).nullable(),
  })
  .meta({ id: 'PriceInForce' }) satisfies z.ZodType<PriceInForce>;

export const listPrices = contract({
  method: 'GET',
  path: '/prices',
  summary: 'The prices of a product that are in force on a day in a region, and where each is from.',
  scope: 'read',
  query: pricesSchema,
  answer: page(priceInForce),
});

const priceImport = z
  .strictObject({
    provider: z.string(),
    product: z.string(),
    source: z.string(),
    prices: count,
    regions: count.describe('0 for prices that are the same everywhere.'),
    importedAt: time,
  })
  .meta({ id: 'PriceImport' }) satisfies z.ZodType<ImportView>;

export const listPriceImports = contract({
  method: 'GET',
  path: '/prices/imports',
  summary: 'What price files brought, by product.',
  scope: 'read',
  answer: page(priceImport),
});

export const importPrices = contract({
  method: 'POST',
  path: '/prices/imports',
  summary:
    'Imports a price file as the provider gives it: an AWS Price List offer file, an Azure Retail Prices answer or a Google Cloud Billing catalog answer. It takes the place of what was imported before for the same products.',
  scope: 'edit',
  status: 201,
  mostBodyBytes: 64 * 1024 * 1024,
  body: z.looseObject({}).describe('The file, at most 64 MiB.'),
  answer: z.strictObject({
    source: z.string(),
    prices: count,
    products: z.array(z.string()).describe('Such as aws/lambda.'),
    skipped: count.describe('Prices that no product here is billed by.'),
  }),
});

export const removePriceImport = contract({
  method: 'DELETE',
  path: '/prices/imports',
  summary: 'Removes what was imported for a product: the built-in list applies again.',
  scope: 'edit',
  status: 204,
  query: importOfSchema,
  answer: z.null(),
});
