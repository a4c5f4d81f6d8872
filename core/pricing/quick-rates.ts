import { type Fraction, times } from './fraction';
import type { PriceBook } from './price-book';
import { ratesOf } from './rates/index';
import { type Billing, hasRates, type RateFacts, type Rates, usdOf } from './rates/rates';

const PICO: Fraction = { top: 10n ** 12n, bottom: 1n };
/** Billed time is counted in microseconds, finer than any platform bills. */
export const UNITS_PER_MS = 1000;
const PER_UNIT: Fraction = { top: 1n, bottom: BigInt(UNITS_PER_MS) };

/** The rates of a function as integers: exactly what pricing an invocation needs. */
export interface QuickRates {
  readonly product: string;
  /** Pico-USD per execution. */
  readonly request: bigint;
  /** Pico-USD per microsecond of billed time, as a fraction; null where nothing is billed by it. */
  readonly time: Fraction | null;
  readonly cpu: Fraction | null;
  readonly rates: Rates;
  /** All assumptions made; null when there are none. */
  readonly note: string | null;
}

export type QuickAnswer =
  | { readonly quick: QuickRates; readonly why: null; readonly billing: Billing }
  | { readonly quick: null; readonly why: string; readonly billing: Billing | null };

/** Calculates the rates of a function. */
export function quickRates(facts: RateFacts, book: PriceBook): QuickAnswer {
  const rates = ratesOf(facts, book);
  if (!hasRates(rates)) return { quick: null, why: rates.why, billing: rates.billing };
  const { product, request, time, cpu, billing, notes } = rates;
  const perUnit = (usd: Fraction) => (usd.top === 0n ? null : times(usd, PICO, PER_UNIT));
  return {
    quick: {
      product,
      request: request ? halfUp(times(usdOf([request]), PICO), 1n) : 0n,
      time: perUnit(usdOf(time)),
      cpu: perUnit(usdOf(cpu)),
      rates,
      note: notes.length === 0 ? null : notes.join('; '),
    },
    why: null,
    billing,
  };
}

/** A number of units at a rate, in pico-USD, rounded half up. */
export function halfUp({ top, bottom }: Fraction, units: bigint): bigint {
  return (units * top * 2n + bottom) / (bottom * 2n);
}

/** The billed milliseconds for a duration, by the platform's steps. */
export function roundedMs(ns: number, { stepMs, leastMs }: Billing): number {
  const milliseconds = stepMs === null ? Math.round(ns / 1000) / 1000 : upTo(ns, stepMs * 1e6) * stepMs;
  return milliseconds < leastMs ? leastMs : milliseconds;
}

/** How many steps a number of nanoseconds takes, rounded up. */
function upTo(ns: number, step: number): number {
  const whole = Math.floor(ns / step);
  return whole * step < ns ? whole + 1 : whole;
}
