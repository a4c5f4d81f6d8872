import type { PriceChange } from '../model/price-override';
import { readPlace } from './estimate-request';
import { format } from './fraction';
import type { Architecture, Confidence } from './list-price';
import { createPriceBook, type FoundPrice } from './price-book';
import { LIST_PRICES } from './prices/index';
import { PRODUCTS } from './products/index';

/** The price of a meter that applies on a day in a region. */
export interface PriceInForce {
  readonly plan: string | null;
  /** Null: the same on both. */
  readonly architecture: Architecture | null;
  readonly meter: string;
  readonly unit: string;
  /** Of the first tier, in `currency`; null when unknown. */
  readonly price: string | null;
  readonly currency: FoundPrice['currency'];
  /** In ascending order; empty when every unit costs the same. */
  readonly tiers: readonly { readonly upTo: string | null; readonly price: string }[];
  /** The free allowance: units, period, and to whom it belongs. */
  readonly free: { readonly quantity: string; readonly period: string; readonly scope: string } | null;
  /** How a quantity is rounded to what is billed; null when there is nothing to say. */
  readonly rounding: string | null;
  /** Null when the price is unknown. */
  readonly origin: FoundPrice['origin'] | null;
  readonly discountPercent: string | null;
  /** Title and date; '' when the price is unknown. */
  readonly source: string;
  /** The address from which a built-in price was read; '' for other prices and without an address. */
  readonly sourceUrl: string;
  readonly confidence: Confidence | null;
}

/**
 * Every meter of a product with the price that applies to it: the user's, an imported one, or the built-in list's. The region
 * may be omitted where prices are the same everywhere.
 * @throws FaaslensError `invalid_input` that names the provider, product or region and its possible values
 */
export function pricesInForce(
  asked: {
    readonly provider: string;
    readonly product: string;
    readonly region?: string | undefined;
    readonly atMs: number;
  },
  changes: readonly PriceChange[],
): readonly PriceInForce[] {
  const book = createPriceBook(changes);
  const { atMs } = asked;
  const place = readPlace({ ...asked, region: asked.region }, book);
  const { region } = place;
  const { provider, product } = place.product;
  return metersOf(provider, product).map(({ plan, architecture, meter, unit, currency }) => {
    const found = book.find({ provider, product, plan, architecture, region, meter, atMs });
    const tiers =
      found?.tiers?.map(({ upTo, price }) => ({ upTo: upTo && format(upTo), price: format(price) })) ?? [];
    return {
      plan,
      architecture,
      meter,
      unit,
      price: tiers[0]?.price ?? null,
      currency: found?.currency ?? currency,
      tiers: tiers.length > 1 ? tiers : [],
      free: found?.free
        ? { quantity: found.free.quantity, period: found.free.period, scope: found.free.scope }
        : null,
      rounding: found?.rounding ?? null,
      origin: tiers.length === 0 ? null : (found?.origin ?? null),
      discountPercent: found?.discountPercent ?? null,
      source: tiers.length === 0 ? '' : (found?.source ?? ''),
      sourceUrl: found?.sourceUrl ?? '',
      confidence: tiers.length === 0 ? null : (found?.confidence ?? null),
    };
  });
}

/** What a price or a discount may apply to. */
export interface PricedScope {
  readonly provider: string;
  readonly product: string;
  readonly title: string;
  readonly meters: readonly { readonly meter: string; readonly unit: string }[];
  readonly plans: readonly string[];
  /** Without groups of other regions. */
  readonly regions: readonly string[];
  /** Whether any of its prices depends on the architecture. */
  readonly byArchitecture: boolean;
}

/** All products with the scopes for which each has prices, in the order of the calculator. */
export function pricedScopes(changes: readonly PriceChange[]): readonly PricedScope[] {
  const book = createPriceBook(changes);
  return PRODUCTS.flatMap(({ provider, product, title }) => {
    const meters = metersOf(provider, product);
    if (meters.length === 0) return [];
    const units = new Map(meters.map(({ meter, unit }) => [meter, unit]));
    const plans = new Set(meters.map(({ plan }) => plan).filter((plan) => plan !== null));
    return [
      {
        provider,
        product,
        title,
        meters: Array.from(units, ([meter, unit]) => ({ meter, unit })),
        plans: [...plans],
        regions: book.regionsOf(provider, product).filter((region) => !GROUPS.includes(region)),
        byArchitecture: meters.some(({ architecture }) => architecture !== null),
      },
    ];
  });
}

const GROUPS: readonly string[] = ['tier-1', 'tier-2', 'global'];

interface Meter {
  readonly plan: string | null;
  readonly architecture: Architecture | null;
  readonly meter: string;
  readonly unit: string;
  readonly currency: FoundPrice['currency'];
}

/** Each meter of a product, once for each plan and architecture for which it has a price anywhere. */
function metersOf(provider: string, product: string): readonly Meter[] {
  const meters = new Map<string, Meter>();
  for (const price of LIST_PRICES) {
    if (price.provider !== provider || price.product !== product) continue;
    const { plan, meter, unit, currency } = price;
    const architecture = price.architecture === 'any' ? null : price.architecture;
    const key = JSON.stringify([plan, meter, architecture]);
    if (!meters.has(key)) meters.set(key, { plan, architecture, meter, unit, currency });
  }
  return [...meters.values()];
}
