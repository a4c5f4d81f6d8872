import { format, fraction, times } from './fraction';
import { LIST_PRICES } from './prices/index';

/** What an account does not pay for each month. */
export interface FreeAllowanceView {
  readonly meter: string;
  readonly quantity: string;
  /** `request` for whatever is counted once for each execution. */
  readonly unit: string;
  /** At the price of its own region group, else the lowest that is published: what it saves at least. */
  readonly worthUsd: string;
}

const EXECUTIONS: readonly string[] = ['request', 'invocation', 'execution'];

/**
 * The monthly allowances of a product, named as in `PriceBasis.product` (`aws/lambda`); none for a product without one, or
 * that is not known. Of plans that differ the smaller one; those of single plans are left out, because who has which is
 * not known, and those of data, because invocations are not priced by it.
 */
export function freeAllowances(product: string): readonly FreeAllowanceView[] {
  const views = new Map<string, FreeAllowanceView>();
  for (const { provider, product: name, meter, unit, free, price, currency } of LIST_PRICES) {
    if (`${provider}/${name}` !== product || !free || free.plans || price === null || currency !== 'USD')
      continue;
    if (unit === 'GB') continue;
    const each = EXECUTIONS.includes(unit) ? 'request' : unit;
    const worth = times(fraction(free.quantity), fraction(free.worthEach ?? price));
    const before = views.get(each);
    if (before && Number(before.worthUsd) <= Number(format(worth))) continue;
    views.set(each, { meter, quantity: free.quantity, unit: each, worthUsd: format(worth, 12) });
  }
  return [...views.values()];
}
