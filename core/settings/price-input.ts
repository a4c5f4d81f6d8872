import { z } from 'zod';
import { dayText } from './day-text';

const DECIMAL = /^\d{1,12}(\.\d{1,18})?$/;

const decimalText = z.string().regex(DECIMAL, 'must be a decimal text, as "0.0000166667"');
const scopeText = z.string().regex(/^[\w.-]{1,100}$/, 'must be a name of the price list');

const tier = z.strictObject({ upTo: decimalText.nullable(), price: decimalText });

/** A price or discount as people give it; what is left out counts for all. */
export const priceInputSchema = z
  .strictObject({
    provider: scopeText,
    product: scopeText.nullable().default(null),
    plan: scopeText.nullable().default(null),
    meter: scopeText.nullable().default(null),
    region: scopeText.nullable().default(null),
    architecture: z.enum(['x86_64', 'arm64'], { error: 'must be x86_64 or arm64' }).nullable().default(null),
    priceUsd: decimalText.nullable().default(null).describe('USD for one unit of the meter.'),
    tiers: z.array(tier).max(20).default([]).describe('In ascending order; the last one without upTo.'),
    discountPercent: decimalText
      .refine((text) => Number(text) <= 100, 'must be 0 to 100')
      .nullable()
      .default(null),
    from: dayText.nullable().default(null),
    to: dayText.nullable().default(null).describe('The first day that it no longer counts for.'),
    source: z
      .string()
      .trim()
      .min(1, 'must say where the price comes from')
      .max(200, 'must have at most 200 characters'),
  })
  .refine(({ priceUsd, discountPercent }) => (priceUsd === null) !== (discountPercent === null), {
    path: ['priceUsd'],
    error: 'give either a price or a discountPercent',
  })
  .refine(({ priceUsd, product, meter }) => priceUsd === null || (product !== null && meter !== null), {
    path: ['meter'],
    error: 'a price needs the product and the meter that it is the price of',
  })
  .refine(({ tiers }) => areTiers(tiers), {
    path: ['tiers'],
    error: 'must ascend: each one’s upTo above the one before, and the last one, and only it, without',
  })
  .refine(({ tiers, priceUsd }) => tiers.length === 0 || Number(tiers[0]?.price) === Number(priceUsd), {
    path: ['tiers'],
    error: 'the first one must have the price that priceUsd has',
  })
  .refine(({ from, to }) => from === null || to === null || from < to, {
    path: ['to'],
    error: 'must be after from',
  });

export type PriceInput = z.input<typeof priceInputSchema>;

function areTiers(tiers: readonly z.output<typeof tier>[]): boolean {
  return tiers.every(({ upTo }, index) => {
    const before = tiers[index - 1];
    if (upTo === null) return index === tiers.length - 1;
    return index < tiers.length - 1 && Number(upTo) > Number(before?.upTo ?? 0);
  });
}
