import { getBacktest } from '@/app/_queries/backtest';
import { toRange } from '@/app/_queries/inputs/fields';
import { toBacktestView } from '@/app/_queries/views/backtest';
import { backtestDraft } from '@/app/api/_contract/alerts';
import { route } from '@/app/api/_http/route';
import { withProgress } from '@/app/api/_http/with-progress';

export const POST = route(backtestDraft, ({ body: { rule, ...range }, request, services: { now } }) =>
  withProgress(request, async (options) =>
    toBacktestView(await getBacktest(rule, toRange(range, now()), options)),
  ),
);
