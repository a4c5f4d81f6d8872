import {
  compare,
  type Fraction,
  format,
  fraction,
  minus,
  over,
  smaller,
  takeOff,
  times,
  ZERO,
} from './fraction';
import type { Confidence } from './list-price';
import type { FoundPrice, PriceBook } from './price-book';
import { type Bill, type Charge, type Circumstances, type Product, say } from './product';

export interface EstimateLine {
  readonly meter: string;
  /** The billable quantity, without the free part. */
  readonly quantity: string;
  readonly unit: string;
  /** Null when the price is unknown; then the amount is null too. */
  readonly unitPriceUsd: string | null;
  readonly amountUsd: string | null;
  /** How the amount is calculated, in words and figures. */
  readonly formula: string;
  /** Of the price: title and date. */
  readonly source: string;
  /** Confidence in the price; null when it is not a list price. */
  readonly confidence: Confidence | null;
}

export interface ChargedLines {
  /** One for each tier reached; at least one. */
  readonly lines: readonly EstimateLine[];
  readonly source: string;
  /** Why the price is uncertain, for a person; null when it is not. */
  readonly doubt: string | null;
}

interface Tier {
  readonly upTo: Fraction | null;
  readonly price: Fraction;
}

/** Decimal places of a dollar to which amounts are shown and added up. */
export const AMOUNT_PLACES = 18;

/** Prices a charge: free units first, then tier by tier. Each amount is rounded half up at the 18th place. */
export function chargeLines(
  charge: Charge,
  {
    product,
    circumstances,
    book,
    usdPer,
  }: {
    readonly product: Product;
    readonly circumstances: Circumstances;
    readonly book: PriceBook;
    readonly usdPer: Bill['usdPer'];
  },
): ChargedLines {
  const priced = charge.product ?? product.product;
  const found = book.find({
    provider: product.provider,
    product: priced,
    plan: charge.plan ?? circumstances.plan,
    architecture: circumstances.architecture,
    region: circumstances.region,
    meter: charge.meter,
    atMs: circumstances.atMs,
  });
  const said = givenTiers(charge);
  const tiers = said ?? listedTiers(found, usdPer);
  const source = said ? 'as given' : (found?.source ?? 'not known');
  const free = circumstances.freeTier ? freeUnits(charge, found, circumstances.plan) : ZERO;
  const paid = takeOff(charge.quantity, free);
  const unit = found?.unit ?? book.unitOf(product.provider, priced, charge.meter) ?? charge.meter;
  const parts = tiers ? inTiers(paid, tiers) : [{ quantity: paid, price: null }];
  const less = compare(free, ZERO) > 0 ? `, less ${say(smaller(free, charge.quantity))} free` : '';
  return {
    source,
    doubt: tiers
      ? doubtOf(charge, said ? null : found, circumstances)
      : whyUnknown(charge, found, circumstances),
    lines: parts.map(({ quantity, price }) => ({
      meter: charge.line ?? charge.meter,
      quantity: format(quantity),
      unit,
      unitPriceUsd: price && format(price, AMOUNT_PLACES),
      amountUsd: price && format(times(quantity, price), AMOUNT_PLACES),
      formula: `${charge.how}${less}${parts.length > 1 ? `; of it ${say(quantity)} in this tier` : ''}`,
      source,
      confidence: said ? null : (found?.confidence ?? null),
    })),
  };
}

function givenTiers({ priceUsd, tiersUsd }: Charge): readonly Tier[] | null {
  return tiersUsd ?? (priceUsd ? [{ upTo: null, price: priceUsd }] : null);
}

function listedTiers(found: FoundPrice | null, usdPer: Bill['usdPer']): readonly Tier[] | null {
  if (!found?.tiers) return null;
  if (found.currency === 'USD') return found.tiers;
  const worth = usdPer?.[found.currency];
  return worth ? found.tiers.map(({ upTo, price }) => ({ upTo, price: times(price, worth) })) : null;
}

function freeUnits(charge: Charge, found: FoundPrice | null, plan: string | null): Fraction {
  if (charge.freeUnits) return charge.freeUnits;
  const free = found?.free;
  const first = found?.tiers?.[0];
  if (!free || (free.plans && !free.plans.includes(plan ?? ''))) return ZERO;
  const quantity = fraction(free.quantity);
  return free.worthEach && first && first.price.top > 0n
    ? over(times(quantity, fraction(free.worthEach)), first.price)
    : quantity;
}

function inTiers(
  quantity: Fraction,
  tiers: readonly Tier[],
): readonly { readonly quantity: Fraction; readonly price: Fraction }[] {
  const parts: { quantity: Fraction; price: Fraction }[] = [];
  let from = ZERO;
  for (const { upTo, price } of tiers) {
    const end = upTo === null ? quantity : smaller(quantity, upTo);
    if (compare(end, from) > 0 || parts.length === 0) parts.push({ quantity: minus(end, from), price });
    from = end;
  }
  return parts;
}

function doubtOf(charge: Charge, found: FoundPrice | null, { region }: Circumstances): string | null {
  if (found?.derived) return `the price of ${charge.meter} in ${region} is derived from a published one`;
  return found?.confidence === 'low'
    ? `the price of ${charge.meter} in ${region} rests on a thin source`
    : null;
}

function whyUnknown(charge: Charge, found: FoundPrice | null, { region }: Circumstances): string {
  if (found?.tiers && found.currency === 'CNY')
    return `${charge.meter} is billed in yuan: give usdPerCny, what one is worth`;
  if (found && !found.tiers)
    return `the price of ${charge.meter} is your own: set it among the prices, or give it`;
  return `no price of ${charge.meter} in ${region} is known: import the provider's price file, or set it among the prices`;
}
