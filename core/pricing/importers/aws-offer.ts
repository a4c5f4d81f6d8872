import { z } from 'zod';
import type { Tier } from '../../model/price-override';
import { format, fraction, over } from '../fraction';
import { dayOf, type ImportedPrices, importedPrice } from './imported';

/** An offer file of the AWS Price List Bulk API, as far as it is read. */
export const awsOffer = z.looseObject({
  offerCode: z.string(),
  publicationDate: z.string(),
  products: z.record(z.string(), z.looseObject({ attributes: z.record(z.string(), z.string()) })),
  terms: z.looseObject({
    OnDemand: z.record(
      z.string(),
      z.record(
        z.string(),
        z.looseObject({
          effectiveDate: z.string(),
          priceDimensions: z.record(
            z.string(),
            z.looseObject({
              beginRange: z.string().optional(),
              endRange: z.string().optional(),
              pricePerUnit: z.record(z.string(), z.string()),
            }),
          ),
        }),
      ),
    ),
  }),
});

type AwsOffer = z.infer<typeof awsOffer>;
type Term = AwsOffer['terms']['OnDemand'][string][string];

interface Target {
  readonly product: string;
  readonly meter: string;
  /** How many of the list's units make one of ours. */
  readonly per?: string;
}

const GROUPS: Readonly<Record<string, Target>> = {
  'AWS-Lambda-Duration': { product: 'lambda', meter: 'duration' },
  'AWS-Lambda-Requests': { product: 'lambda', meter: 'requests' },
  'AWS-Lambda-Storage-Duration': { product: 'lambda', meter: 'ephemeral-storage' },
  'AWS-Lambda-Provisioned-Concurrency': { product: 'lambda', meter: 'provisioned-concurrency' },
  'AWS-Lambda-Duration-Provisioned': { product: 'lambda', meter: 'provisioned-duration' },
  'AWS-Lambda-Edge-Requests': { product: 'lambda-edge', meter: 'requests' },
  // Listed per GB-second, billed per 128 MB.
  'AWS-Lambda-Edge-Duration': { product: 'lambda-edge', meter: 'duration', per: '8' },
};

/** Reads the prices of AWS Lambda by region and architecture, with their tiers, from its offer file. */
export function importAwsOffer(offer: AwsOffer): ImportedPrices {
  const source = `AWS Price List, ${dayOf(offer.publicationDate)}`;
  let skipped = 0;
  const prices = Object.entries(offer.products).flatMap(([sku, { attributes }]) => {
    const arm = attributes.group?.endsWith('-ARM') ?? false;
    const target = GROUPS[(attributes.group ?? '').replace(/-ARM$/, '')];
    const region = attributes.regionCode ?? '';
    const found = Object.values(offer.terms.OnDemand[sku] ?? {}).flatMap((term) => {
      const tiers = target ? tiersOf(term, target) : [];
      const [first] = tiers;
      if (!target || !first || region === '') return [];
      return [
        importedPrice({
          provider: 'aws',
          product: target.product,
          meter: target.meter,
          region: target.product === 'lambda-edge' ? null : region,
          architecture: target.product === 'lambda-edge' ? null : architectureOf(target.meter, arm),
          priceUsd: first.price,
          tiers: tiers.length > 1 ? tiers : [],
          from: dayOf(term.effectiveDate),
          source,
        }),
      ];
    });
    if (found.length === 0) skipped += 1;
    return found;
  });
  return { source, prices, skipped };
}

/** In USD, in ascending order; empty when it costs nothing (a free tier) or has no price in USD. */
function tiersOf({ priceDimensions }: Term, { per = '1' }: Target): readonly Tier[] {
  return Object.values(priceDimensions)
    .flatMap(({ beginRange = '0', endRange = 'Inf', pricePerUnit }) => {
      const usd = pricePerUnit.USD;
      if (usd === undefined || Number(usd) === 0) return [];
      const price = format(over(fraction(usd), fraction(per)));
      return [{ begin: Number(beginRange), upTo: endRange === 'Inf' ? null : endRange, price }];
    })
    .sort((a, b) => a.begin - b.begin)
    .map(({ upTo, price }) => ({ upTo, price }));
}

/** Requests and storage cost the same on both, unless arm64 has a separate price. */
function architectureOf(meter: string, arm: boolean): 'x86_64' | 'arm64' | null {
  if (arm) return 'arm64';
  return meter === 'requests' || meter === 'ephemeral-storage' ? null : 'x86_64';
}
