import type { PriceOverride } from '@/core/model/price-override';

/** A price of the user's, for API and screens. */
export function toPriceView({ createdAt, ...rest }: PriceOverride) {
  return { ...rest, createdAt: new Date(createdAt).toISOString() };
}
