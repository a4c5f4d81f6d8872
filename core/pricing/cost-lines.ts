import type { BilledAs } from '../model/invocation';
import { formatPicoUsd, type PicoUsd } from '../model/money';
import type { PriceChange } from '../model/price-override';
import type { CostLineView } from '../model/views';
import { format, fraction, plus, times, toUnits, ZERO } from './fraction';
import { billedInitMs } from './invocation';
import { createPriceBook, type PriceBook } from './price-book';
import { quickRates } from './quick-rates';
import type { Metered } from './rates/rates';

/** The input for the lines of a priced invocation; a stored invocation has all of it. */
export interface PricedInvocation {
  readonly functionName: string;
  readonly provider: string;
  readonly platform: string | null;
  readonly region: string;
  readonly architecture: string | null;
  readonly version: string | null;
  readonly memoryMb: number | null;
  readonly maxMemoryUsedMb: number | null;
  /** Milliseconds since the epoch. */
  readonly startTime: number;
  readonly durationMs: number;
  readonly initDurationMs: number | null;
  readonly billedDurationMs: number | null;
  readonly cost: PicoUsd | null;
}

const PICO_PLACES = 12;
/** A longer billed time cannot have been measured. */
const LONGEST_MS = 1e12;

/** Calculates lines with the user's prices; create it once for many invocations. */
export function createCostLines(
  changes: readonly PriceChange[] = [],
): (invocation: PricedInvocation) => readonly CostLineView[] {
  const book = createPriceBook(changes);
  return (invocation) => linesOf(invocation, book);
}

/**
 * How the cost of an invocation is composed: its request, its handler's time and, if billed, its init. The lines add up to the
 * cost; empty without a cost, or when they would not add up because the cost was stored under other prices.
 */
export const costLines = createCostLines();

/** How an invocation was billed is not stored, but can be inferred from its cost. */
const WAYS: readonly (BilledAs | null)[] = [null, 'provisioned', 'edge', 'managed'];

function linesOf(invocation: PricedInvocation, book: PriceBook): readonly CostLineView[] {
  for (const billedAs of WAYS) {
    const lines = linesBilledAs(billedAs, invocation, book);
    if (lines.length > 0) return lines;
  }
  return [];
}

function linesBilledAs(
  billedAs: BilledAs | null,
  invocation: PricedInvocation,
  book: PriceBook,
): readonly CostLineView[] {
  const { cost, billedDurationMs, startTime, functionName, maxMemoryUsedMb } = invocation;
  if (cost === null || billedDurationMs === null || billedDurationMs > LONGEST_MS) return [];
  const named = { name: functionName, observedMb: maxMemoryUsedMb, atMs: startTime };
  const facts = { ...invocation, ...named, billedAs };
  const { quick, billing } = quickRates(facts, book);
  if (!quick) return [];

  const initMs = billedInitMs(
    {
      durationNs: BigInt(Math.round(invocation.durationMs * 1e6)),
      initDurationMs: invocation.initDurationMs,
    },
    billing,
    billedDurationMs,
  );
  const { request, time, cpu } = quick.rates;
  const parts = [
    ...(request ? [[{ meter: request, count: 1 }]] : []),
    ...[time, cpu].map((meters) => [
      ...meters.map((meter) => ({ meter, count: billedDurationMs - initMs })),
      ...(initMs > 0 ? meters.map((meter) => ({ meter: { ...meter, meter: 'init' }, count: initMs })) : []),
    ]),
  ];
  const lines = parts.flatMap((part) => roundedTogether(part));
  return lines.reduce((total, { amount }) => total + amount, 0n) === cost
    ? lines.map(({ view }) => view)
    : [];
}

/** Lines whose amounts add up to their exact sum, rounded once, as when the invocation was priced. */
function roundedTogether(
  parts: readonly { readonly meter: Metered; readonly count: number }[],
): readonly { readonly view: CostLineView; readonly amount: PicoUsd }[] {
  let exact = ZERO;
  let shown = 0n;
  return parts.map(({ meter: { meter, unit, quantity, priceUsd, source }, count }) => {
    const used = times(quantity, fraction(count.toFixed(3)));
    exact = plus(exact, times(used, priceUsd));
    const amount = toUnits(exact, PICO_PLACES) - shown;
    shown += amount;
    const view = {
      meter,
      quantity: format(used),
      unit,
      unitPriceUsd: format(priceUsd),
      amountUsd: formatPicoUsd(amount),
      source,
    };
    return { view, amount };
  });
}
