import type { PriceChange } from '../../model/price-override';

/** What a provider's price file holds of products that are known here. */
export interface ImportedPrices {
  /** For a person: `AWS Price List, 2026-11-01`. */
  readonly source: string;
  readonly prices: readonly PriceChange[];
  /** Prices in the file that no product here is billed by. */
  readonly skipped: number;
}

type Named = Pick<PriceChange, 'provider' | 'product' | 'meter' | 'source'> & Partial<PriceChange>;

/** An imported price; what is left out counts for all. */
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

/** The day of a time in ISO 8601. */
export function dayOf(time: string): string {
  return time.slice(0, 10);
}
