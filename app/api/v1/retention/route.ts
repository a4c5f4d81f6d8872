import { getRetention } from '@/app/_queries/retention';
import { getRetention as getContract, setRetention } from '@/app/api/_contract/retention';
import { route } from '@/app/api/_http/route';

export const GET = route(getContract, () => getRetention());

export const PUT = route(
  setRetention,
  async ({ body, services: { settings } }) => {
    await settings.setKeepPolicy(body.policy);
    return getRetention();
  },
  () => getRetention(),
);
