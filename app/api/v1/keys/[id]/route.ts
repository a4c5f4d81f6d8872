import { toKeyView } from '@/app/_queries/views/settings';
import { revokeKey } from '@/app/api/_contract/access';
import { route } from '@/app/api/_http/route';

export const DELETE = route(revokeKey, async ({ params, services: { settings } }) =>
  toKeyView(await settings.revokeKey(params.id)),
);
