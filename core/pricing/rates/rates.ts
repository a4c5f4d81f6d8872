import type { BilledAs, CostPrecision } from '../../model/invocation';
import { type Fraction, ONE, sum, times } from '../fraction';
import type { FoundPrice, PriceBook } from '../price-book';

/** What is known about a function on a day, before it is priced. */
export interface RateFacts {
  readonly provider: string;
  readonly platform: string | null;
  readonly name: string;
  readonly region: string;
  readonly architecture: string | null;
  readonly version: string | null;
  /** As configured. */
  readonly memoryMb: number | null;
  /** As observed, for platforms that bill by it. */
  readonly observedMb: number | null;
  /** Null: the usual way. */
  readonly billedAs: BilledAs | null;
  /** Milliseconds since the epoch. */
  readonly atMs: number;
}

/** How the billed time follows from the time of an invocation. */
export interface Billing {
  /** Rounded up to a multiple of this many milliseconds; null: not rounded. */
  readonly stepMs: number | null;
  readonly leastMs: number;
  /** Whether the init is billed with the handler. */
  readonly init: boolean;
  /** The note when the platform did not report what it bills; null: it never does. */
  readonly unreported: string | null;
}

/** One meter of an invocation. */
export interface Metered {
  readonly meter: string;
  readonly unit: string;
  /** Units per billed millisecond; for a request line, per invocation. */
  readonly quantity: Fraction;
  readonly priceUsd: Fraction;
  readonly source: string;
}

/** The rates of a function's invocations. */
export interface Rates {
  /** As in `PriceBasis`. */
  readonly product: string;
  /** Per execution; null where there is no such fee. */
  readonly request: Metered | null;
  /** By wall-clock time, and by CPU time. */
  readonly time: readonly Metered[];
  readonly cpu: readonly Metered[];
  readonly billing: Billing;
  /** Applies if nothing else is missing. */
  readonly precision: CostPrecision;
  /** Assumptions made, and why the figure is not better. */
  readonly notes: readonly string[];
}

/** Rates, or why there are none; the billed time may be known nevertheless. */
export type RatesAnswer = Rates | { readonly why: string; readonly billing: Billing | null };

/** The rates of one platform. */
export type RatesOf = (facts: RateFacts, book: PriceBook) => RatesAnswer;

/**
 * A meter with its first-tier price in USD; null when that is unknown. `usdPerUnit` is the value of one unit of another
 * currency.
 */
export function metered(
  meter: string,
  found: FoundPrice | null,
  quantity: Fraction,
  usdPerUnit: Fraction | null = null,
): Metered | null {
  const first = found?.tiers?.[0];
  const worth = found?.currency === 'USD' ? ONE : usdPerUnit;
  if (!found || !first || !worth) return null;
  return { meter, unit: found.unit, quantity, priceUsd: times(first.price, worth), source: found.source };
}

/** USD for one unit of what the meters' quantities refer to. */
export function usdOf(meters: readonly Metered[]): Fraction {
  return sum(meters.map(({ quantity, priceUsd }) => times(quantity, priceUsd)));
}

/** Whether an answer has rates. */
export function hasRates(answer: RatesAnswer): answer is Rates {
  return !('why' in answer);
}
