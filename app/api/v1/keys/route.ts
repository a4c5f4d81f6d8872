import { toKeyView } from '@/app/_queries/views/settings';
import { createKey, listKeys } from '@/app/api/_contract/access';
import { route } from '@/app/api/_http/route';

export const GET = route(listKeys, async ({ services: { settings } }) => ({
  items: (await settings.listKeys()).map(toKeyView),
  nextCursor: null,
}));

export const POST = route(createKey, async ({ body, services: { settings } }) => {
  const { key, secret } = await settings.createKey(body);
  return { key: toKeyView(key), secret };
});
