import { toRuleEventView } from '@/app/_queries/views/incidents';
import { toPageView } from '@/app/_queries/views/rows';
import { ruleHistory } from '@/app/api/_contract/incidents';
import { route } from '@/app/api/_http/route';

export const GET = route(ruleHistory, async ({ params, query, services: { settings } }) => {
  const { id } = await settings.getRule(params.id);
  return toPageView(await settings.listRuleEvents({ ...query, ruleId: id }), toRuleEventView);
});
