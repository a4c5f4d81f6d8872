import { toSavedView } from '@/app/_queries/views/settings';
import { createView, listViews } from '@/app/api/_contract/views';
import { route } from '@/app/api/_http/route';

export const GET = route(listViews, async ({ query, services: { settings } }) => ({
  items: (await settings.listViews(query)).map(toSavedView),
  nextCursor: null,
}));

export const POST = route(createView, async ({ body, services: { settings } }) =>
  toSavedView(await settings.createView(body)),
);
