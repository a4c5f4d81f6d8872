import { toRuleView, toRuleWithStatesView } from '@/app/_queries/views/settings';
import { deleteRule, oneRule, updateRule } from '@/app/api/_contract/alerts';
import { route } from '@/app/api/_http/route';

export const GET = route(oneRule, async ({ params, services: { settings, config } }) =>
  toRuleWithStatesView(
    await settings.getRule(params.id),
    config.retention.days,
    await settings.listStandings(),
  ),
);

export const PUT = route(updateRule, async ({ params, body, services: { settings, config } }) =>
  toRuleView(await settings.updateRule(params.id, body), config.retention.days),
);

export const DELETE = route(deleteRule, async ({ params, services: { settings } }) => {
  await settings.deleteRule(params.id);
  return null;
});
