import { listProducts } from '@/app/api/_contract/costs';
import { route } from '@/app/api/_http/route';
import { catalog } from '@/core/pricing/catalog';

export const GET = route(listProducts, async ({ services: { settings } }) => ({
  items: catalog(await settings.listPriceOverrides()),
}));
