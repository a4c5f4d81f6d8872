import { FaaslensError } from '../errors';
import type { PriceScope } from '../model/price-override';
import { LIST_PRICES } from './prices/index';

/**
 * Refuses a price change that would not affect any price.
 * @throws FaaslensError `invalid_input` that names the field and its possible values
 */
export function checkPriceChange({ provider, product, plan, meter }: PriceScope): void {
  let left = LIST_PRICES;
  const steps = [
    ['provider', provider],
    ['product', product],
    ['meter', meter],
    ['plan', plan],
  ] as const;
  for (const [field, wanted] of steps) {
    if (wanted === null) continue;
    const known = [...new Set(left.map((price) => price[field]))].filter((name) => name !== null);
    if (field === 'plan' && known.length === 0)
      throw new FaaslensError('invalid_input', 'plan: the price of this meter depends on no plan');
    left = left.filter((price) => price[field] === wanted || (field === 'plan' && price.plan === null));
    if (!known.includes(wanted))
      throw new FaaslensError('invalid_input', `${field}: must be one of ${known.join(', ')}`);
  }
}
