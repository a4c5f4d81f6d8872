import { toUserView } from '@/app/_queries/views/people';
import { isoTime } from '@/app/_queries/views/time';
import { createUser, listUsers } from '@/app/api/_contract/people';
import { route } from '@/app/api/_http/route';
import { addressOf, linkUrl } from '@/core/auth/own-address';

export const GET = route(listUsers, async ({ services: { settings } }) => ({
  items: (await settings.listUsers()).map(toUserView),
  nextCursor: null,
}));

export const POST = route(createUser, async ({ body, facts, services: { config, settings } }) => {
  const { user, link } = await settings.createUser(body);
  const url = linkUrl(addressOf(config, facts.header('host')), link.token);
  return { user: toUserView(user), link: { url, expiresAt: isoTime(link.expiresAt) } };
});
