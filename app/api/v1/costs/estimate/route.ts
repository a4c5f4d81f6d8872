import { estimateCost } from '@/app/api/_contract/costs';
import { route } from '@/app/api/_http/route';
import { estimate } from '@/core/pricing/estimate';

export const POST = route(estimateCost, async ({ body, services: { now, settings } }) =>
  estimate(body, { nowMs: now(), changes: await settings.listPriceOverrides() }),
);
