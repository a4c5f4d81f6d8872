import { catalog, type ProductView } from '@/core/pricing/catalog';
import { services } from './door';

/** What can be priced, and by what each product bills. */
export async function listPricedProducts(): Promise<readonly ProductView[]> {
  const { settings } = await services();
  return catalog(await settings.listPriceOverrides());
}
