import { isoTime } from '@/app/_queries/views/time';
import { createUserLink } from '@/app/api/_contract/people';
import { route } from '@/app/api/_http/route';
import { addressOf, linkUrl } from '@/core/auth/own-address';

export const POST = route(createUserLink, async ({ params, facts, services: { config, settings } }) => {
  const { token, expiresAt } = await settings.createUserLink(params.id);
  return { url: linkUrl(addressOf(config, facts.header('host')), token), expiresAt: isoTime(expiresAt) };
});
