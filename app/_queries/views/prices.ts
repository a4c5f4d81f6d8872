import { groupBy } from '@/core/model/group-by';
import type { PriceOverride } from '@/core/model/price-override';

/** A price of the user's, for API and screens. */
export function toPriceView({ createdAt, ...rest }: PriceOverride) {
  return { ...rest, createdAt: new Date(createdAt).toISOString() };
}

/** The result of importing a price file for one product. */
export interface ImportView {
  readonly provider: string;
  readonly product: string;
  readonly source: string;
  readonly prices: number;
  /** How many regions they cover; 0 for prices that are the same everywhere. */
  readonly regions: number;
  readonly importedAt: string;
}

/** Imported prices by product, newest first. */
export function importViews(overrides: readonly PriceOverride[]): readonly ImportView[] {
  const imported = overrides.filter(({ origin }) => origin === 'import');
  const groups = groupBy(imported, ({ provider, product }) => JSON.stringify([provider, product]));
  return [...groups.values()]
    .flatMap((prices) => {
      const [first] = prices;
      if (!first || first.product === null) return [];
      const regions = new Set(prices.map(({ region }) => region).filter((region) => region !== null));
      return [
        {
          provider: first.provider,
          product: first.product,
          source: first.source,
          prices: prices.length,
          regions: regions.size,
          importedAt: new Date(first.createdAt).toISOString(),
        },
      ];
    })
    .sort((a, b) => (a.importedAt < b.importedAt ? 1 : -1));
}
