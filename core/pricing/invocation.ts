import type { Price, PriceInvocation, UnpricedInvocation } from '../model/invocation';
import type { PriceChange } from '../model/price-override';
import { createPriceBook, type PriceBook } from './price-book';
import { INIT_BILLED_SINCE, ONE_MS_SINCE } from './products/lambda-time';
import { halfUp, type QuickAnswer, quickRates, roundedMs, UNITS_PER_MS } from './quick-rates';
import type { Billing, RateFacts } from './rates/rates';

/**
 * Prices invocations: list price of the first tier under the user's changes, before free tier and volume discounts, which
 * belong to the account's month and not to one invocation. The billed time is the one that the platform reported, else the
 * measured one, rounded as the platform does. `exact` when nothing was assumed, `allocated` where instances are billed and
 * requests share them. Fee, time and CPU are each rounded half up to 10^-12 USD. Rates are cached per function: after a price
 * change, create a new pricer.
 */
export function createPricer(changes: readonly PriceChange[] = []): PriceInvocation {
  const rates = rememberedRates(createPriceBook(changes));

  return (invocation) => {
    if (invocation.outcome === 'throttled') return THROTTLED;
    const startMs = Number(invocation.startNs / 1_000_000n);
    const { quick, why, billing } = rates(invocation, startMs);
    if (!quick) {
      const known = billing === null ? null : billedMs(invocation, billing);
      return { billedDurationMs: known, cost: null, precision: null, note: why };
    }
    const ms = billedMs(invocation, billing);
    const units = BigInt(Math.round(ms * UNITS_PER_MS));
    const time = quick.time ? halfUp(quick.time, units) : 0n;
    const cpu = quick.cpu ? halfUp(quick.cpu, units) : 0n;
    const missing = missingOf(invocation, billing);
    const { request, product, rates: of, note } = quick;
    return {
      billedDurationMs: ms,
      cost: request + time + cpu,
      precision: missing === null && note === null ? of.precision : 'estimated',
      note: missing === null ? note : note === null ? missing : `${missing}; ${note}`,
      basis: { request, time, cpu, initMs: billedInitMs(invocation, billing, ms), product },
    };
  };
}

/** With the built-in prices only. */
export const priceInvocation: PriceInvocation = createPricer();

/** A throttled call never starts, so nothing is billed. */
const THROTTLED: Price = {
  billedDurationMs: 0,
  cost: 0n,
  precision: 'exact',
  note: null,
};

function billedMs(invocation: UnpricedInvocation, billing: Billing): number {
  const { reportedBilledMs, durationNs, initDurationMs } = invocation;
  if (reportedBilledMs !== null && reportedBilledMs >= 0)
    return billing.stepMs === null ? reportedBilledMs : Math.ceil(reportedBilledMs);
  const initNs =
    billing.init && initDurationMs !== null && initDurationMs > 0 ? Math.round(initDurationMs * 1e6) : 0;
  return roundedMs(Number(durationNs) + initNs, billing);
}

/** How many of the billed milliseconds exceed the handler and are its init. */
export function billedInitMs(
  { durationNs, initDurationMs }: Pick<UnpricedInvocation, 'durationNs' | 'initDurationMs'>,
  billing: Billing,
  billed: number,
): number {
  if (!billing.init || initDurationMs === null || initDurationMs <= 0) return 0;
  const handler = roundedMs(Number(durationNs), billing);
  return billed > handler ? billed - handler : 0;
}

function missingOf(
  { reportedBilledMs, coldStart, initDurationMs }: UnpricedInvocation,
  { unreported, init }: Billing,
): string | null {
  if (unreported === null || (reportedBilledMs !== null && reportedBilledMs >= 0)) return null;
  const noInit = init && coldStart === true && initDurationMs === null;
  return noInit ? `${unreported}; the init time is unknown and left out` : unreported;
}

const MOST_FUNCTIONS = 5000;
const MOST_VARIANTS = 8;

interface Remembered {
  readonly facts: RateFacts;
  readonly fromMs: number;
  readonly toMs: number;
  readonly answer: QuickAnswer;
}

/** Caches rates by function: its invocations agree in nearly all that rates depend on, and prices change on few days. */
function rememberedRates(book: PriceBook): (invocation: UnpricedInvocation, startMs: number) => QuickAnswer {
  const known = new Map<string, Remembered[]>();
  return (invocation, startMs) => {
    const { id } = invocation.function;
    let variants = known.get(id);
    if (variants !== undefined) {
      for (const one of variants) if (fits(one, invocation, startMs)) return one.answer;
    } else {
      if (known.size >= MOST_FUNCTIONS) known.clear();
      variants = [];
      known.set(id, variants);
    }
    const facts = factsOf(invocation, startMs);
    const made = { facts, ...windowAt(book, startMs), answer: quickRates(facts, book) };
    if (variants.length >= MOST_VARIANTS) variants.length = 0;
    variants.push(made);
    return made.answer;
  };
}

function fits({ facts, fromMs, toMs }: Remembered, invocation: UnpricedInvocation, startMs: number): boolean {
  const of = invocation.facts;
  return (
    startMs >= fromMs &&
    startMs < toMs &&
    facts.memoryMb === of.memoryMb &&
    facts.architecture === of.architecture &&
    facts.platform === of.platform &&
    facts.version === of.version &&
    facts.billedAs === (invocation.billedAs ?? null) &&
    facts.observedMb === observedMb(invocation)
  );
}

function factsOf(invocation: UnpricedInvocation, atMs: number): RateFacts {
  const { provider, region, name } = invocation.function;
  const { platform, architecture, version, memoryMb } = invocation.facts;
  return {
    provider,
    platform,
    name,
    region,
    architecture,
    version,
    memoryMb,
    observedMb: observedMb(invocation),
    billedAs: invocation.billedAs ?? null,
    atMs,
  };
}

/** Only Azure bills it: elsewhere it would create needless cache entries. */
function observedMb({ function: { provider }, maxMemoryUsedMb }: UnpricedInvocation): number | null {
  return provider === 'azure' && maxMemoryUsedMb !== null ? Math.ceil(maxMemoryUsedMb / 128) * 128 : null;
}

const RULES_CHANGED = [ONE_MS_SINCE, INIT_BILLED_SINCE].map((day) => Date.parse(day));

/** The period around a time in which neither prices nor rules change. */
function windowAt(book: PriceBook, atMs: number): { readonly fromMs: number; readonly toMs: number } {
  const { fromMs, toMs } = book.windowAt(atMs);
  return {
    fromMs: Math.max(fromMs, ...RULES_CHANGED.filter((bound) => bound <= atMs)),
    toMs: Math.min(toMs, ...RULES_CHANGED.filter((bound) => bound > atMs)),
  };
}
