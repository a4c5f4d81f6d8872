import type { Services } from '@/app/_queries/door';
import { toRuleView, toRuleWithStatesView } from '@/app/_queries/views/settings';
import { deleteRule, oneRule, updateRule } from '@/app/api/_contract/alerts';
import { route } from '@/app/api/_http/route';

interface Asked {
  readonly params: { readonly id: string };
  readonly services: Services;
}

const read = async ({ params, services: { settings, config } }: Asked) =>
  toRuleWithStatesView(
    await settings.getRule(params.id),
    config.retention.days,
    await settings.listStandings(),
  );

export const GET = route(oneRule, read);

export const PUT = route(
  updateRule,
  async ({ params, body, services: { settings, config } }) =>
    toRuleView(await settings.updateRule(params.id, body), config.retention.days),
  read,
);

export const DELETE = route(deleteRule, async ({ params, services: { settings } }) => {
  await settings.deleteRule(params.id);
  return null;
});
