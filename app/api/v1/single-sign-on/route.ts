import { readSingleSignOn, removeSingleSignOn, setSingleSignOn } from '@/app/api/_contract/single-sign-on';
import { callbackUrl, discover } from '@/app/api/_http/oidc';
import { route } from '@/app/api/_http/route';

export const GET = route(readSingleSignOn, async ({ facts, services: { config, settings } }) => {
  const found = await settings.getSingleSignOn();
  return found && { ...found, redirectUri: callbackUrl(config, facts) };
});

export const PUT = route(setSingleSignOn, async ({ body, facts, services: { config, settings } }) => {
  await discover({ ...body, clientSecret: body.clientSecret ?? '' }, config);
  return { ...(await settings.setSingleSignOn(body)), redirectUri: callbackUrl(config, facts) };
});

export const DELETE = route(removeSingleSignOn, async ({ services: { settings } }) => {
  await settings.removeSingleSignOn();
  return null;
});
