import { getBacktest } from '@/app/_queries/backtest';
import { toRange } from '@/app/_queries/inputs/fields';
import { toBacktestView } from '@/app/_queries/views/backtest';
import { backtestRule } from '@/app/api/_contract/alerts';
import { route } from '@/app/api/_http/route';
import { withProgress } from '@/app/api/_http/with-progress';

export const GET = route(backtestRule, async ({ params, query, request, services: { settings, now } }) => {
  const rule = await settings.getRule(params.id);
  return withProgress(request, async (options) =>
    toBacktestView(await getBacktest(rule, toRange(query, now()), options)),
  );
});
