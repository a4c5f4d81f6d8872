export type Architecture = 'x86_64' | 'arm64';

/** Part of a month's use: up to `upTo` units in all (null: no bound) at `price` per unit; both decimal texts. */
export interface Tier {
  readonly upTo: string | null;
  readonly price: string;
}

/** What prices an override is about; null: any. */
export interface PriceScope {
  readonly provider: string;
  readonly product: string | null;
  readonly plan: string | null;
  readonly meter: string | null;
  readonly region: string | null;
  readonly architecture: Architecture | null;
}

/**
 * A price that counts instead of the built-in list, or a discount on it; exactly one of the two. A price names its
 * product and meter; one that a user set is not discounted further, an imported one is.
 */
export interface PriceChange extends PriceScope {
  /** USD for one unit of the meter, a decimal text; null for a discount. The first tier's where there are tiers. */
  readonly priceUsd: string | null;
  /** In ascending order; empty when every unit costs the same. */
  readonly tiers: readonly Tier[];
  /** 0 to 100, a decimal text; null for a price. */
  readonly discountPercent: string | null;
  /** First day (UTC, ISO) that it counts for, and the first one that it no longer does; null: no bound. */
  readonly from: string | null;
  readonly to: string | null;
  /** `import`: from a price file of the provider. What a user sets goes before. */
  readonly origin: 'user' | 'import';
  /** Where it comes from, for a person: `our contract`, `AWS Price List, 2026-11-01`. */
  readonly source: string;
}

export interface PriceOverride extends PriceChange {
  readonly id: string;
  /** Milliseconds since the epoch. */
  readonly createdAt: number;
}
