import { nameCapacity } from '@/app/_queries/costs/capacity';
import { deleteCapacity, updateCapacity } from '@/app/api/_contract/capacity';
import { route } from '@/app/api/_http/route';

export const PUT = route(updateCapacity, async ({ params, body, services: { settings } }) =>
  nameCapacity(await settings.updateCapacity(params.id, body)),
);

export const DELETE = route(deleteCapacity, async ({ params, services: { settings } }) => {
  await settings.deleteCapacity(params.id);
  return null;
});
