import { toRuleView } from '@/app/_queries/views/settings';
import { createRule, listRules } from '@/app/api/_contract/alerts';
import { route } from '@/app/api/_http/route';

export const GET = route(listRules, async ({ services: { settings } }) => ({
  items: (await settings.listRules()).map(toRuleView),
  nextCursor: null,
}));

export const POST = route(createRule, async ({ body, services: { settings } }) =>
  toRuleView(await settings.createRule(body)),
);
