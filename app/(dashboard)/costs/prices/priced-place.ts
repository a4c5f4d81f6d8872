import type { PricedScope } from '@/core/pricing/prices-in-force';

/** A product and a region whose prices are shown. */
export interface PricedPlace {
  readonly scope: PricedScope;
  /** Null where the price is the same everywhere. */
  readonly region: string | null;
}

/** Where most functions run; else a product's first region. */
const USUAL_REGIONS: readonly string[] = ['us-east-1', 'eastus2', 'us-central1', 'iad1'];

/** As a URL and a choice name a product: `aws/lambda`. */
export function scopeKey({ provider, product }: Pick<PricedScope, 'provider' | 'product'>): string {
  return `${provider}/${product}`;
}

/** The place that a URL names; what it does not name, or names wrongly, is the usual. Null without any product. */
export function placeOf(
  scopes: readonly PricedScope[],
  product: string | undefined,
  region: string | undefined,
): PricedPlace | null {
  const scope = scopes.find((one) => scopeKey(one) === product) ?? scopes[0];
  if (!scope) return null;
  const { regions } = scope;
  if (region !== undefined && regions.includes(region)) return { scope, region };
  return { scope, region: USUAL_REGIONS.find((usual) => regions.includes(usual)) ?? regions[0] ?? null };
}
