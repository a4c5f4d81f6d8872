import { listCapacity, nameCapacity } from '@/app/_queries/costs/capacity';
import { deleteCapacity, updateCapacity } from '@/app/api/_contract/capacity';
import { route } from '@/app/api/_http/route';

export const PUT = route(
  updateCapacity,
  async ({ params, body, services: { settings } }) =>
    nameCapacity(await settings.updateCapacity(params.id, body)),
  async ({ params }) => (await listCapacity()).find(({ id }) => id === params.id) ?? null,
);

export const DELETE = route(deleteCapacity, async ({ params, services: { settings } }) => {
  await settings.deleteCapacity(params.id);
  return null;
});
