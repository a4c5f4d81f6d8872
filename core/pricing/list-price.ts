import type { Architecture, Tier } from '../model/price-override';
import type { PriceSourceKey } from './prices/sources';

export type { Architecture, Tier };

/** What an account gets free of charge in each period. */
export interface FreeAllowance {
  readonly quantity: string;
  readonly period: 'month' | 'day';
  readonly scope: string;
  /** Only accounts with one of these plans have it; omitted: all do. */
  readonly plans?: readonly string[];
  /** Makes the allowance an amount of money: this price per unit, whatever a unit costs where it is used. */
  readonly worthEach?: string;
}

export type Confidence = 'high' | 'medium' | 'low';

/** One price in a provider's list. */
export interface ListPrice {
  readonly provider: string;
  readonly product: string;
  /** Null: the same for every plan. */
  readonly plan: string | null;
  readonly architecture: Architecture | 'any';
  /** As the provider names it; `tier-1`, `tier-2` for groups of regions, `global` for all. */
  readonly region: string;
  readonly meter: string;
  readonly unit: string;
  /** Per unit, in `currency`; null when only the user can know it. The first tier's price if there are tiers. */
  readonly price: string | null;
  readonly currency: 'USD' | 'CNY' | 'credit';
  /** In ascending order; empty when every unit costs the same. */
  readonly tiers: readonly Tier[];
  readonly free: FreeAllowance | null;
  /** How a quantity is rounded to what is billed, in words. */
  readonly rounding: string | null;
  /** First day (UTC), null for any day before `to`. */
  readonly from: string | null;
  /** First day on which it no longer applies, null while it does. */
  readonly to: string | null;
  readonly source: PriceSourceKey;
  readonly confidence: Confidence;
}

type Shared = Pick<ListPrice, 'provider' | 'product' | 'region' | 'source'> & Partial<ListPrice>;
type Own = Pick<ListPrice, 'meter' | 'unit' | 'price'> & Partial<ListPrice>;

/** Prices that share most of their fields; a field that neither gives has its default. */
export function listPrices(shared: Shared, prices: readonly Own[]): readonly ListPrice[] {
  return prices.map((own) => ({
    plan: null,
    architecture: 'any',
    currency: 'USD',
    tiers: [],
    free: null,
    rounding: null,
    from: null,
    to: null,
    confidence: 'high',
    ...shared,
    ...own,
  }));
}

/** A monthly allowance for the account, subscription or organisation that `scope` names. */
export function monthly(quantity: string, scope: string, more: Partial<FreeAllowance> = {}): FreeAllowance {
  return { quantity, period: 'month', scope, ...more };
}
