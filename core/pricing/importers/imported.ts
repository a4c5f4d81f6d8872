import type { PriceChange } from '../../model/price-override';

/** The prices of supported products in a provider's price file. */
export interface ImportedPrices {
  /** For people: `AWS Price List, 2026-11-01`. */
  readonly source: string;
  readonly prices: readonly PriceChange[];
  /** Number of prices in the file that no supported product uses. */
  readonly skipped: number;
}

type Named = Pick<PriceChange, 'provider' | 'product' | 'meter' | 'source'> & Partial<PriceChange>;

/** An imported price; an omitted field applies to all. */
export function importedPrice(price: Named): PriceChange {
  return {
    plan: null,
    region: null,
    architecture: null,
    priceUsd: null,
    tiers: [],
    discountPercent: null,
    from: null,
    to: null,
    ...price,
    origin: 'import',
  };
}

/** The day of an ISO 8601 time. */
export function dayOf(time: string): string {
  return time.slice(0, 10);
}
