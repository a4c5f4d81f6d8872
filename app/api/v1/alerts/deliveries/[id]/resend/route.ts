import { resendDelivery } from '@/app/api/_contract/channels';
import { route } from '@/app/api/_http/route';

export const POST = route(resendDelivery, ({ params, services: { settings } }) =>
  settings.resendDelivery(params.id),
);
