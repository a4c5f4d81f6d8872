import { mayEdit } from '@/app/_queries/access';
import { toDeliveryView } from '@/app/_queries/views/channels';
import { toPageView } from '@/app/_queries/views/rows';
import { listDeliveries } from '@/app/api/_contract/channels';
import { route } from '@/app/api/_http/route';

export const GET = route(listDeliveries, async ({ query, access, services: { settings } }) =>
  toPageView(await settings.listDeliveries(query), (delivery) =>
    toDeliveryView(delivery, { withAnswer: access !== null && mayEdit(access.scope) }),
  ),
);
