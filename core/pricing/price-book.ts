import { groupBy } from '../model/group-by';
import type { PriceChange } from '../model/price-override';
import { type Fraction, fraction, minus, ONE, times } from './fraction';
import type { Architecture, Confidence, FreeAllowance, ListPrice, Tier } from './list-price';
import { gcpRegions, gcpTier } from './prices/gcp-regions';
import { LIST_PRICES } from './prices/index';
import { describeSource, PRICE_SOURCES } from './prices/sources';

export interface PriceQuery {
  readonly provider: string;
  readonly product: string;
  /** Null where prices do not depend on it. */
  readonly plan: string | null;
  readonly architecture: Architecture | null;
  readonly region: string;
  readonly meter: string;
  /** Milliseconds since the epoch. */
  readonly atMs: number;
}

export interface FoundPrice {
  /** Null when only the user can know it, and has not set it. */
  readonly tiers: readonly { readonly upTo: Fraction | null; readonly price: Fraction }[] | null;
  readonly unit: string;
  readonly currency: ListPrice['currency'];
  readonly free: FreeAllowance | null;
  readonly rounding: string | null;
  /** Title and date, for people. */
  readonly source: string;
  /** The address from which a list price was read; '' for other prices and without an address. */
  readonly sourceUrl: string;
  readonly confidence: Confidence;
  /** Whether it was derived from another price by a rule. */
  readonly derived: boolean;
  /** `list`: built in; `import`: from a price file; `user`: set by hand. */
  readonly origin: 'list' | PriceChange['origin'];
  /** The user's discount in percent, already applied to the tiers; null for none. */
  readonly discountPercent: string | null;
}

/** All prices: the built-in list with the user's changes applied. */
export interface PriceBook {
  /** The price of a meter, or null when the meter does not exist or has no known price there and then. */
  find(query: PriceQuery): FoundPrice | null;
  /** The unit of a meter, wherever it has a price; null for a meter that does not exist. */
  unitOf(provider: string, product: string, meter: string): string | null;
  /** Regions with any price of the product; `global` when its prices apply everywhere. */
  regionsOf(provider: string, product: string): readonly string[];
  /** The period around a time, in milliseconds since the epoch, in which no price begins or ends. */
  windowAt(atMs: number): { readonly fromMs: number; readonly toMs: number };
}

// Books are created often, one for each estimate, so the list is grouped once.
const PRICES_OF_METER = groupBy(LIST_PRICES, ({ provider, product, meter }) =>
  keyOf(provider, product, meter),
);
const PRICES_OF_PLACE = groupBy(LIST_PRICES, ({ provider, product, meter, region }) =>
  keyOf(provider, product, meter, region),
);
const PRICES_OF_PRODUCT = groupBy(LIST_PRICES, ({ provider, product }) => keyOf(provider, product));
const LIST_BOUNDS = boundsOf(LIST_PRICES);

export function createPriceBook(changes: readonly PriceChange[] = []): PriceBook {
  const ownBounds = boundsOf(changes);
  const bounds = ownBounds.length === 0 ? LIST_BOUNDS : inOrder([...LIST_BOUNDS, ...ownBounds]);
  const ranked = groupBy(
    [...changes].sort((a, b) => rank(b) - rank(a) || byLaterImport(a, b)),
    ({ provider }) => provider,
  );

  return {
    find(query) {
      const { provider, product, plan, meter, architecture, region, atMs } = query;
      const holds = (price: ListPrice) =>
        (price.plan === null || price.plan === plan) &&
        (price.architecture === 'any' || price.architecture === architecture) &&
        holdsAt(price, atMs);
      const places = [region, gcpTier(product, region), 'global'].filter((place) => place !== null);
      const inPlace = (place: string) =>
        PRICES_OF_PLACE.get(keyOf(provider, product, meter, place))?.find(holds);
      const listed = places.map(inPlace).find((price) => price !== undefined);
      const fitting = (ranked.get(provider) ?? []).filter(
        (change) => holdsAt(change, atMs) && covers(change, query),
      );
      const own = fitting.find(({ priceUsd }) => priceUsd !== null);
      // The user's price takes its unit and currency from a list price of the same meter, in any region.
      const like = listed ?? (own && PRICES_OF_METER.get(keyOf(provider, product, meter))?.find(holds));
      const found = own && like ? ownPrice(own, like) : listed ? listPrice(listed) : null;
      const discount = fitting.find(({ discountPercent }) => discountPercent !== null);
      return found && discount && own?.origin !== 'user' ? discounted(found, discount) : found;
    },

    unitOf(provider, product, meter) {
      return PRICES_OF_METER.get(keyOf(provider, product, meter))?.[0]?.unit ?? null;
    },

    regionsOf(provider, product) {
      const listed = PRICES_OF_PRODUCT.get(keyOf(provider, product)) ?? [];
      const named = listed.map(({ region }) => region).filter((region) => region !== 'global');
      const own = (ranked.get(provider) ?? []).flatMap((change) =>
        change.product === product && change.region ? [change.region] : [],
      );
      const all = [...new Set([...named, ...gcpRegions(product), ...own])].sort();
      return all.length === 0 ? ['global'] : all;
    },

    windowAt(atMs) {
      const next = bounds.findIndex((bound) => bound > atMs);
      const last = next < 0 ? bounds.at(-1) : bounds[next - 1];
      return { fromMs: last ?? Number.NEGATIVE_INFINITY, toMs: bounds[next] ?? Number.POSITIVE_INFINITY };
    },
  };
}

function ownPrice({ priceUsd, tiers, source, origin }: PriceChange, like: ListPrice): FoundPrice {
  return {
    tiers: priceUsd === null ? null : fractions(tiers, priceUsd),
    unit: like.unit,
    currency: 'USD',
    free: like.free,
    rounding: like.rounding,
    source,
    sourceUrl: '',
    confidence: 'high',
    derived: false,
    origin,
    discountPercent: null,
  };
}

function listPrice({
  price,
  tiers,
  unit,
  currency,
  free,
  rounding,
  source,
  confidence,
}: ListPrice): FoundPrice {
  return {
    tiers: price === null ? null : fractions(tiers, price),
    unit,
    currency,
    free,
    rounding,
    source: describeSource(source),
    sourceUrl: PRICE_SOURCES[source].url,
    confidence,
    derived: source === 'derived',
    origin: 'list',
    discountPercent: null,
  };
}

function discounted(found: FoundPrice, { discountPercent, source }: PriceChange): FoundPrice {
  const percent = discountPercent ?? '0';
  const share = minus(ONE, times(fraction(percent), fraction('0.01')));
  return {
    ...found,
    tiers: found.tiers?.map((tier) => ({ ...tier, price: times(tier.price, share) })) ?? null,
    source: `${found.source}; ${percent} % off: ${source}`,
    discountPercent: percent,
  };
}

function fractions(tiers: readonly Tier[], price: string): NonNullable<FoundPrice['tiers']> {
  const given = tiers.length > 0 ? tiers : [{ upTo: null, price }];
  return given.map((tier) => ({
    upTo: tier.upTo === null ? null : fraction(tier.upTo),
    price: fraction(tier.price),
  }));
}

function covers(change: PriceChange, query: PriceQuery): boolean {
  return (
    change.provider === query.provider &&
    (change.product === null || change.product === query.product) &&
    (change.meter === null || change.meter === query.meter) &&
    (change.region === null || change.region === query.region) &&
    (change.plan === null || change.plan === query.plan) &&
    (change.architecture === null || change.architecture === query.architecture)
  );
}

/** A user's price takes precedence over an imported one, then the more specific scope over the less specific. */
function rank(change: PriceChange): number {
  const { product, meter, region, plan, architecture } = change;
  const said = [product, meter, region, plan, architecture].filter((part) => part !== null).length;
  return said + (change.origin === 'user' ? 10 : 0);
}

/** A file may contain an old and a current price, neither with an end: the later start counts. */
function byLaterImport(a: PriceChange, b: PriceChange): number {
  if (a.origin !== 'import' || b.origin !== 'import') return 0;
  const [ofA, ofB] = [a.from ?? '', b.from ?? ''];
  return ofA === ofB ? 0 : ofA < ofB ? 1 : -1;
}

function holdsAt({ from, to }: Pick<ListPrice, 'from' | 'to'>, atMs: number): boolean {
  return (from === null || Date.parse(from) <= atMs) && (to === null || atMs < Date.parse(to));
}

/** The times at which any of them begins or ends. */
function boundsOf(dated: readonly Pick<ListPrice, 'from' | 'to'>[]): readonly number[] {
  return inOrder(
    dated.flatMap(({ from, to }) => [from, to].filter((day) => day !== null).map((day) => Date.parse(day))),
  );
}

function inOrder(times: readonly number[]): readonly number[] {
  return [...new Set(times)].sort((a, b) => a - b);
}

function keyOf(...parts: readonly string[]): string {
  return parts.join(' ');
}
