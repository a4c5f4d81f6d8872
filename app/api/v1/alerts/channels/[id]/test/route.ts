import { testChannel } from '@/app/api/_contract/channels';
import { route } from '@/app/api/_http/route';

export const POST = route(testChannel, ({ params, services: { settings } }) =>
  settings.testChannel(params.id),
);
