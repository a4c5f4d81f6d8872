import { toPriceView } from '@/app/_queries/views/prices';
import { deletePriceOverride, updatePriceOverride } from '@/app/api/_contract/prices';
import { route } from '@/app/api/_http/route';
import { checkPriceChange } from '@/core/pricing/check-change';

export const PUT = route(
  updatePriceOverride,
  async ({ params, body, services: { settings } }) => {
    checkPriceChange(body);
    return toPriceView(await settings.updatePriceOverride(params.id, body));
  },
  async ({ params, services: { settings } }) => {
    const found = (await settings.listPriceOverrides()).find(({ id }) => id === params.id);
    return found ? toPriceView(found) : null;
  },
);

export const DELETE = route(deletePriceOverride, async ({ params, services: { settings } }) => {
  await settings.deletePriceOverride(params.id);
  return null;
});
