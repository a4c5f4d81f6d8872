import { toSavedView } from '@/app/_queries/views/settings';
import { deleteView, updateView } from '@/app/api/_contract/views';
import { route } from '@/app/api/_http/route';

export const PUT = route(
  updateView,
  async ({ params, body, services: { settings } }) => toSavedView(await settings.updateView(params.id, body)),
  async ({ params, services: { settings } }) =>
    (await settings.listViews({})).map(toSavedView).find(({ id }) => id === params.id) ?? null,
);

export const DELETE = route(deleteView, async ({ params, services: { settings } }) => {
  await settings.deleteView(params.id);
  return null;
});
