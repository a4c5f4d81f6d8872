import { format, fraction, times } from './fraction';
import { LIST_PRICES } from './prices/index';

/** What an account gets free of charge each month. */
export interface FreeAllowanceView {
  readonly meter: string;
  readonly quantity: string;
  /** `request` for anything counted once per execution. */
  readonly unit: string;
  /** At the price of its own region group, else the lowest published price: a lower bound of the saving. */
  readonly worthUsd: string;
}

const EXECUTIONS: readonly string[] = ['request', 'invocation', 'execution'];

/**
 * The monthly allowances of a product, named as in `PriceBasis.product` (`aws/lambda`); empty for a product without any, or an
 * unknown one. Where plans differ, the smaller allowance. Those of single plans are left out, because the plan is unknown, and
 * those for data, because invocations are not priced by it.
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
