export type Architecture = 'x86_64' | 'arm64';

/** A tier of a month's usage: up to `upTo` units in total (null: unlimited) at `price` per unit; both decimal strings. */
export interface Tier {
  readonly upTo: string | null;
  readonly price: string;
}

/** Which prices an override applies to; null: any. */
export interface PriceScope {
  readonly provider: string;
  readonly product: string | null;
  readonly plan: string | null;
  readonly meter: string | null;
  readonly region: string | null;
  readonly architecture: Architecture | null;
}

/**
 * Either a price that replaces the list price, or a discount on it. A price names its product and meter; a price set by a user is
 * not discounted further, an imported one is.
 */
export interface PriceChange extends PriceScope {
  /** USD per unit of the meter, a decimal string; null for a discount. The first tier's price if there are tiers. */
  readonly priceUsd: string | null;
  /** In ascending order; empty when every unit costs the same. */
  readonly tiers: readonly Tier[];
  /** 0 to 100, a decimal string; null for a price. */
  readonly discountPercent: string | null;
  /** The first day (UTC, ISO) on which it applies, and the first on which it no longer does; null: unlimited. */
  readonly from: string | null;
  readonly to: string | null;
  /** `import`: from a price file of the provider. Users' own prices take precedence. */
  readonly origin: 'user' | 'import';
  /** Its source, for people: `our contract`, `AWS Price List, 2026-11-01`. */
  readonly source: string;
}

export interface PriceOverride extends PriceChange {
  readonly id: string;
  /** Milliseconds since the epoch. */
  readonly createdAt: number;
}
