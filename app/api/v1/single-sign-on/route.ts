import type { Services } from '@/app/_queries/door';
import { readSingleSignOn, removeSingleSignOn, setSingleSignOn } from '@/app/api/_contract/single-sign-on';
import { callbackUrl, discover } from '@/app/api/_http/oidc';
import { route } from '@/app/api/_http/route';
import type { RequestFacts } from '@/core/auth/authorize';

interface Asked {
  readonly facts: RequestFacts;
  readonly services: Services;
}

const read = async ({ facts, services: { config, settings } }: Asked) => {
  const found = await settings.getSingleSignOn();
  return found && { ...found, redirectUri: callbackUrl(config, facts) };
};

export const GET = route(readSingleSignOn, read);

export const PUT = route(
  setSingleSignOn,
  async ({ body, facts, services: { config, settings } }) => {
    await discover(body, config);
    return { ...(await settings.setSingleSignOn(body)), redirectUri: callbackUrl(config, facts) };
  },
  read,
);

export const DELETE = route(removeSingleSignOn, async ({ services: { settings } }) => {
  await settings.removeSingleSignOn();
  return null;
});
