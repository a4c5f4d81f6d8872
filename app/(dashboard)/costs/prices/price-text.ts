import { formatMoneyExact } from '@/app/_components/format/money';
import type { Tier } from '@/core/model/price-override';
import type { PriceInForce } from '@/core/pricing/prices-in-force';

/** A price of one unit in full, in its currency. */
export function priceText(price: string, currency: PriceInForce['currency'] = 'USD'): string {
  if (currency === 'USD') return formatMoneyExact(price);
  return currency === 'CNY' ? `¥${price}` : `${price} credits`;
}

/** What each further tier costs and from where on, a line each; '' without tiers. */
export function tiersText(tiers: readonly Tier[], unit: string, currency: PriceInForce['currency']): string {
  return tiers
    .map(({ upTo, price }, index) => {
      const from = tiers[index - 1]?.upTo ?? '0';
      const range = upTo === null ? `over ${thousands(from)}` : `${thousands(from)} to ${thousands(upTo)}`;
      return `${range} ${unit}s a month: ${priceText(price, currency)}`;
    })
    .join('\n');
}

/** A quantity with thousands apart. */
export function thousands(quantity: string): string {
  return Number(quantity).toLocaleString('en-US', { maximumFractionDigits: 6 });
}

/** Whether a change counts on a day, did before, or will. */
export function stateOn(
  { from, to }: { readonly from: string | null; readonly to: string | null },
  today: string,
): 'in force' | 'ended' | 'not yet' {
  if (to !== null && to <= today) return 'ended';
  return from !== null && from > today ? 'not yet' : 'in force';
}
