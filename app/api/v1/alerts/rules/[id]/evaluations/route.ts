import { getEvaluations } from '@/app/_queries/backtest';
import { toRange } from '@/app/_queries/inputs/fields';
import { toEvaluationsView } from '@/app/_queries/views/incidents';
import { ruleEvaluations } from '@/app/api/_contract/incidents';
import { route } from '@/app/api/_http/route';

export const GET = route(ruleEvaluations, async ({ params, query, request, services: { settings, now } }) => {
  const rule = await settings.getRule(params.id);
  return toEvaluationsView(await getEvaluations(rule, toRange(query, now()), request.signal));
});
