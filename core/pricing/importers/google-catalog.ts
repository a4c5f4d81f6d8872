import { z } from 'zod';
import type { PriceScope } from '../../model/price-override';
import { format, fraction, plus } from '../fraction';
import { dayOf, type ImportedPrices, importedPrice } from './imported';

/** A response of the Cloud Billing Catalog API, `services.skus.list`, as far as it is read. */
export const googleCatalog = z.looseObject({
  skus: z.array(
    z.looseObject({
      description: z.string(),
      category: z.looseObject({ serviceDisplayName: z.string(), usageType: z.string().default('OnDemand') }),
      serviceRegions: z.array(z.string()),
      pricingInfo: z.array(
        z.looseObject({
          effectiveTime: z.string(),
          pricingExpression: z.looseObject({
            tieredRates: z.array(
              z.looseObject({
                unitPrice: z.looseObject({
                  currencyCode: z.string(),
                  units: z.string().default('0'),
                  nanos: z.number().default(0),
                }),
              }),
            ),
          }),
        }),
      ),
    }),
  ),
});

type GoogleCatalog = z.infer<typeof googleCatalog>;
type Target = Pick<PriceScope, 'product' | 'plan' | 'meter'>;

const run = (plan: string, meter: string): Target => ({ product: 'cloud-run', plan, meter });
const firstGen = (meter: string): Target => ({ product: 'cloud-functions-1st-gen', plan: null, meter });

/** Service, start of a SKU's description, and the price that it stands for: the first match counts. */
const SKUS: readonly (readonly [service: string, start: RegExp, target: Target])[] = [
  ['Cloud Run', /^(Services )?Min(imum)? Instance CPU .*request-based/i, run('request-based', 'idle-cpu')],
  [
    'Cloud Run',
    /^(Services )?Min(imum)? Instance Memory .*request-based/i,
    run('request-based', 'idle-memory'),
  ],
  ['Cloud Run', /^(Services )?CPU .*request-based/i, run('request-based', 'cpu')],
  ['Cloud Run', /^(Services )?Memory .*request-based/i, run('request-based', 'memory')],
  ['Cloud Run', /^(Services )?CPU .*(instance-based|always-on)/i, run('instance-based', 'cpu')],
  ['Cloud Run', /^(Services )?Memory .*(instance-based|always-on)/i, run('instance-based', 'memory')],
  ['Cloud Run', /^CPU Allocation Time/i, run('request-based', 'cpu')],
  ['Cloud Run', /^Memory Allocation Time/i, run('request-based', 'memory')],
  ['Cloud Run', /^Requests/i, run('request-based', 'requests')],
  ['Cloud Functions', /2nd Gen/i, { product: null, plan: null, meter: null }],
  ['Cloud Functions', /^CPU Time/i, firstGen('cpu')],
  ['Cloud Functions', /^Memory Time/i, firstGen('memory')],
  ['Cloud Functions', /^Invocations/i, firstGen('invocations')],
];

/** Reads the prices of Cloud Functions (1st generation) and Cloud Run by region. A price of zero is free use and is skipped. */
export function importGoogleCatalog({ skus }: GoogleCatalog): ImportedPrices {
  const days = skus.flatMap(({ pricingInfo }) =>
    pricingInfo.map(({ effectiveTime }) => dayOf(effectiveTime)),
  );
  const source = `Google Cloud Billing catalog, newest of ${days.sort().at(-1) ?? 'no day'}`;
  let skipped = 0;
  const prices = skus.flatMap(({ description, category, serviceRegions, pricingInfo }) => {
    const [, , target] =
      SKUS.find(([service, start]) => category.serviceDisplayName === service && start.test(description)) ??
      [];
    const price = pricingInfo.at(-1);
    const priceUsd = price && usdOf(price.pricingExpression.tieredRates);
    if (!target?.meter || !price || !priceUsd || category.usageType !== 'OnDemand') {
      skipped += 1;
      return [];
    }
    return serviceRegions.map((region) =>
      importedPrice({
        provider: 'gcp',
        ...target,
        region: region === 'global' ? null : region,
        priceUsd,
        from: dayOf(price.effectiveTime),
        source,
      }),
    );
  });
  return { source, prices, skipped };
}

type Rates = GoogleCatalog['skus'][number]['pricingInfo'][number]['pricingExpression']['tieredRates'];

/** The first rate above zero, in USD; null if there is none. */
function usdOf(rates: Rates): string | null {
  const paid = rates.find(({ unitPrice: { units, nanos } }) => units !== '0' || nanos !== 0);
  if (paid?.unitPrice.currencyCode !== 'USD') return null;
  const { units, nanos } = paid.unitPrice;
  return format(plus(fraction(units), fraction(`${nanos}e-9`)));
}
