import { toUserView } from '@/app/_queries/views/people';
import { updateUser } from '@/app/api/_contract/people';
import { route } from '@/app/api/_http/route';

export const PATCH = route(updateUser, async ({ params, body, services: { settings } }) =>
  toUserView(await settings.updateUser(params.id, body)),
);
