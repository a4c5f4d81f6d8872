import type { BilledAs, CostPrecision } from '../../model/invocation';
import { type Fraction, ONE, sum, times } from '../fraction';
import type { FoundPrice, PriceBook } from '../price-book';

/** What is known of a function, on a day, before it is priced. */
export interface RateFacts {
  readonly provider: string;
  readonly platform: string | null;
  readonly name: string;
  readonly region: string;
  readonly architecture: string | null;
  readonly version: string | null;
  /** As configured. */
  readonly memoryMb: number | null;
  /** As observed, for platforms that bill it. */
  readonly observedMb: number | null;
  /** Null: as usual. */
  readonly billedAs: BilledAs | null;
  /** Milliseconds since the epoch. */
  readonly atMs: number;
}

/** How the time of an invocation becomes what is billed. */
export interface Billing {
  /** Up to the next multiple of so many milliseconds; null: as it is. */
  readonly stepMs: number | null;
  readonly leastMs: number;
  /** Whether the init is billed with the handler. */
  readonly init: boolean;
  /** What to say when the platform did not report what it bills; null: it never does. */
  readonly unreported: string | null;
}

/** One meter of an invocation. */
export interface Metered {
  readonly meter: string;
  readonly unit: string;
  /** Of the unit, for each billed millisecond; of a request line: for each invocation. */
  readonly quantity: Fraction;
  readonly priceUsd: Fraction;
  readonly source: string;
}

/** What invocations of a function cost. */
export interface Rates {
  /** As in `PriceBasis`. */
  readonly product: string;
  /** Per execution; null where there is no such fee. */
  readonly request: Metered | null;
  /** By the time on the clock, and by the time of computing. */
  readonly time: readonly Metered[];
  readonly cpu: readonly Metered[];
  readonly billing: Billing;
  /** When nothing more is missing. */
  readonly precision: CostPrecision;
  /** What was taken for what is not known, and why the figure is no better. */
  readonly notes: readonly string[];
}

/** Rates, or why there are none; the time that is billed may be known all the same. */
export type RatesAnswer = Rates | { readonly why: string; readonly billing: Billing | null };

/** The rates of one platform. */
export type RatesOf = (facts: RateFacts, book: PriceBook) => RatesAnswer;

/**
 * A meter with its price in USD, first tier; null when that is not known. `usdPerUnit` is what one unit of another
 * currency is worth.
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

/** USD for one of what the meters' quantities are for. */
export function usdOf(meters: readonly Metered[]): Fraction {
  return sum(meters.map(({ quantity, priceUsd }) => times(quantity, priceUsd)));
}

/** Whether an answer has rates. */
export function hasRates(answer: RatesAnswer): answer is Rates {
  return !('why' in answer);
}
