import type { Architecture, Tier } from '../model/price-override';
import type { PriceSourceKey } from './prices/sources';

export type { Architecture, Tier };

/** What an account does not pay for, each period. */
export interface FreeAllowance {
  readonly quantity: string;
  readonly period: 'month' | 'day';
  readonly scope: string;
  /** Only accounts with one of these plans have it; left out: all have. */
  readonly plans?: readonly string[];
  /** Given as money: so many units at this price, whatever a unit costs where it is used. */
  readonly worthEach?: string;
}

export type Confidence = 'high' | 'medium' | 'low';

/** One price of a provider's list. */
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
  /** Of one unit, in `currency`; null when only the user can know it. The first tier's where there are tiers. */
  readonly price: string | null;
  readonly currency: 'USD' | 'CNY' | 'credit';
  /** In ascending order; empty when every unit costs the same. */
  readonly tiers: readonly Tier[];
  readonly free: FreeAllowance | null;
  /** How a quantity becomes what is billed, in words. */
  readonly rounding: string | null;
  /** First day (UTC), null for any day before `to`. */
  readonly from: string | null;
  /** First day that it no longer holds for, null while it does. */
  readonly to: string | null;
  readonly source: PriceSourceKey;
  readonly confidence: Confidence;
}

type Shared = Pick<ListPrice, 'provider' | 'product' | 'region' | 'source'> & Partial<ListPrice>;
type Own = Pick<ListPrice, 'meter' | 'unit' | 'price'> & Partial<ListPrice>;

/** Prices that share most of their fields; what no one names is the usual. */
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

/** So many units each month for the account, subscription or organisation that `scope` names. */
export function monthly(quantity: string, scope: string, more: Partial<FreeAllowance> = {}): FreeAllowance {
  return { quantity, period: 'month', scope, ...more };
}
