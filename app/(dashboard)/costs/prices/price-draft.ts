import type { PriceOverride } from '@/core/model/price-override';
import type { PricedScope } from '@/core/pricing/prices-in-force';
import type { PriceInput } from '@/core/settings/settings';
import { scopeKey } from './priced-place';

/** What the form of a price holds: texts as they were typed; '' stands for any. */
export interface PriceDraft {
  readonly kind: 'price' | 'discount';
  /** As `scopeKey`; a provider alone for everything of it. */
  readonly of: string;
  readonly meter: string;
  readonly plan: string;
  readonly region: string;
  readonly architecture: '' | 'x86_64' | 'arm64';
  readonly amount: string;
  readonly from: string;
  readonly to: string;
  readonly source: string;
  /** Of a price that came with some through the API; kept while the amount stays. */
  readonly tiers: PriceOverride['tiers'];
}

/** The form of a new price of a product. */
export function newPrice(scope: PricedScope | undefined): PriceDraft {
  return {
    kind: 'price',
    of: scope ? scopeKey(scope) : '',
    meter: scope?.meters[0]?.meter ?? '',
    plan: '',
    region: '',
    architecture: '',
    amount: '',
    from: '',
    to: '',
    source: '',
    tiers: [],
  };
}

export function draftOfPrice(price: PriceOverride): PriceDraft {
  return {
    kind: price.priceUsd === null ? 'discount' : 'price',
    of: price.product === null ? price.provider : `${price.provider}/${price.product}`,
    meter: price.meter ?? '',
    plan: price.plan ?? '',
    region: price.region ?? '',
    architecture: price.architecture ?? '',
    amount: price.priceUsd ?? price.discountPercent ?? '',
    from: price.from ?? '',
    to: price.to ?? '',
    source: price.source,
    tiers: price.tiers,
  };
}

/** As the API takes it. */
export function priceInput(draft: PriceDraft): PriceInput {
  const [provider = '', product] = draft.of.split('/');
  const isPrice = draft.kind === 'price';
  const amount = draft.amount.trim();
  const kept = isPrice && draft.tiers[0]?.price === amount ? draft.tiers : [];
  return {
    provider,
    product: product ?? null,
    meter: draft.meter || null,
    plan: draft.plan || null,
    region: draft.region.trim() || null,
    architecture: draft.architecture || null,
    priceUsd: isPrice ? amount : null,
    discountPercent: isPrice ? null : amount,
    tiers: [...kept],
    from: draft.from || null,
    to: draft.to || null,
    source: draft.source,
  };
}

/** The fields of the API as the form calls them. */
const FIELDS: Readonly<Record<string, keyof PriceDraft>> = {
  provider: 'of',
  product: 'of',
  priceUsd: 'amount',
  discountPercent: 'amount',
  meter: 'meter',
  plan: 'plan',
  region: 'region',
  architecture: 'architecture',
  from: 'from',
  to: 'to',
  source: 'source',
};

/** Which field a refusal is about and what is wrong with it; null when it is about none. */
export function refusedField(
  message: string | null,
): { readonly field: keyof PriceDraft; readonly why: string } | null {
  const [, name = '', why = ''] = /^(\w+): (.*)$/s.exec(message ?? '') ?? [];
  const field = FIELDS[name];
  return field === undefined ? null : { field, why };
}

/** USD per GB-second of a node that costs so much an hour and has so much memory; null while one is no number above 0. */
export function nodePrice(usdPerHour: string, gb: string): string | null {
  const [usd, size] = [Number(usdPerHour), Number(gb)];
  if (!(usd > 0 && size > 0) || !Number.isFinite(usd / size)) return null;
  return (usd / 3600 / size).toFixed(18).replace(/0+$/, '');
}
