import { toPriceView } from '@/app/_queries/views/prices';
import { createPriceOverride, listPriceOverrides } from '@/app/api/_contract/prices';
import { route } from '@/app/api/_http/route';
import { checkPriceChange } from '@/core/pricing/check-change';

export const GET = route(listPriceOverrides, async ({ services: { settings } }) => ({
  items: (await settings.listPriceOverrides()).map(toPriceView),
  nextCursor: null,
}));

export const POST = route(createPriceOverride, async ({ body, services: { settings } }) => {
  checkPriceChange(body);
  return toPriceView(await settings.createPriceOverride(body));
});
