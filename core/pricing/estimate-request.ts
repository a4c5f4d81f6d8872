import { isCalendarDay } from '../model/calendar-day';
import { refuse } from './inputs';
import type { Architecture } from './list-price';
import type { PriceBook } from './price-book';
import { isRegionOf } from './prices/regions';
import type { Circumstances, Product } from './product';
import { findProduct, PRODUCTS } from './products/index';

export interface EstimateRequest {
  readonly product: Product;
  /** What remains for the product itself to read. */
  readonly inputs: Readonly<Record<string, unknown>>;
  readonly circumstances: Circumstances;
}

const ARCHITECTURES: Readonly<Record<string, Architecture>> = {
  x86_64: 'x86_64',
  x86: 'x86_64',
  amd64: 'x86_64',
  x64: 'x86_64',
  arm64: 'arm64',
  arm: 'arm64',
  aarch64: 'arm64',
};

/** Regions that are not a particular place. */
const ANYWHERE: readonly string[] = ['any', 'global'];

/**
 * Reads the fields common to all requests; the rest belongs to the product.
 * @throws FaaslensError `invalid_input` that names the field and its possible values
 */
export function readRequest(
  {
    provider,
    product: name,
    region,
    architecture,
    plan,
    freeTier,
    asOf,
    ...inputs
  }: Readonly<Record<string, unknown>>,
  { nowMs, book }: { readonly nowMs: number; readonly book: PriceBook },
): EstimateRequest {
  const place = readPlace({ provider, product: name, region }, book);
  const { product } = place;
  return {
    product,
    inputs,
    circumstances: {
      region: place.region,
      architecture: readArchitecture(architecture),
      atMs: readDay(asOf) ?? nowMs,
      plan: readPlan(plan, product),
      freeTier: readFreeTier(freeTier),
    },
  };
}

/**
 * Reads the product and the region.
 * @throws FaaslensError `invalid_input` that names the field and its possible values
 */
export function readPlace(
  { provider, product: name, region }: Readonly<Record<'provider' | 'product' | 'region', unknown>>,
  book: PriceBook,
): { readonly product: Product; readonly region: string } {
  const product = readProduct(provider, name);
  return { product, region: readRegion(region, product, book) };
}

function readProduct(provider: unknown, name: unknown): Product {
  const ofProvider = PRODUCTS.filter((product) => product.provider === provider);
  if (ofProvider.length === 0)
    refuse('provider', `must be one of ${[...new Set(PRODUCTS.map((one) => one.provider))].join(', ')}`);
  const found = typeof name === 'string' ? findProduct(String(provider), name) : null;
  return found ?? refuse('product', `must be one of ${ofProvider.map(({ product }) => product).join(', ')}`);
}

function readRegion(region: unknown, { provider, product }: Product, book: PriceBook): string {
  const known = book.regionsOf(provider, product);
  if (known.includes('global') && (region === undefined || region === null)) return 'global';
  if (typeof region !== 'string' || region === '')
    return refuse('region', `must be one of ${known.join(', ')}`);
  const spelled = region.toLowerCase();
  if (known.includes('global') || ANYWHERE.includes(spelled) || known.includes(spelled)) return spelled;
  // For a region that exists but has no known price, the lines say so.
  if (isRegionOf(provider, spelled)) return spelled;
  return refuse(
    'region',
    `${region} is no region of ${provider}. Priced for ${product}: ${known.join(', ')}`,
  );
}

function readArchitecture(architecture: unknown): Architecture {
  if (architecture === undefined || architecture === null) return 'x86_64';
  return ARCHITECTURES[String(architecture)] ?? refuse('architecture', 'must be x86_64 or arm64');
}

function readPlan(plan: unknown, { plans }: Product): string | null {
  if (plan === undefined || plan === null) return plans[0] ?? null;
  if (plans.length === 0) return refuse('plan', 'this product has no plans');
  return plans.find((one) => one === plan) ?? refuse('plan', `must be one of ${plans.join(', ')}`);
}

function readFreeTier(freeTier: unknown): boolean {
  if (freeTier === undefined || freeTier === null) return false;
  return typeof freeTier === 'boolean' ? freeTier : refuse('freeTier', 'must be true or false');
}

function readDay(asOf: unknown): number | null {
  if (asOf === undefined || asOf === null) return null;
  const text = String(asOf);
  const ms = /^\d{4}-\d{2}-\d{2}(?:T|$)/.test(text) ? Date.parse(text) : Number.NaN;
  return Number.isNaN(ms) || !isCalendarDay(text.slice(0, 10))
    ? refuse('asOf', 'must be a day as 2026-11-21 or a time in ISO 8601')
    : ms;
}
