import { toRuleView, toRuleWithStatesView } from '@/app/_queries/views/settings';
import { createRule, listRules } from '@/app/api/_contract/alerts';
import { route } from '@/app/api/_http/route';

export const GET = route(listRules, async ({ services: { settings, config } }) => {
  const [rules, standings] = await Promise.all([settings.listRules(), settings.listStandings()]);
  return {
    items: rules.map((rule) => toRuleWithStatesView(rule, config.retention.days, standings)),
    nextCursor: null,
  };
});

export const POST = route(createRule, async ({ body, services: { settings, config } }) =>
  toRuleView(await settings.createRule(body), config.retention.days),
);
