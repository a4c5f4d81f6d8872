import type { CostPeriodView, RunningMonthView } from '@/core/model/cost-views';
import type { CostLine } from '@/core/model/costs/cost-split';
import type { Tile } from '../../_components/figures/tiles';
import { relativeChange } from '../../_components/format/change';
import { formatMoney } from '../../_components/format/money';
import { formatCount, formatPercent } from '../../_components/format/number';
import { href } from '../../_components/url/href';
import type { Scope } from '../../_components/url/scope';

const METHODS = {
  'hour-of-week': 'by hour of the week',
  'run-rate': 'at the mean rate',
} as const;

/**
 * The money of the period, in the order it is shown. `scope` is of the period's whole minutes, `functionId` what the screen is
 * narrowed to: what the tiles lead to adds up to them.
 */
export function periodTiles(
  view: CostPeriodView,
  scope: Scope,
  functionId: string | undefined,
): readonly Tile[] {
  const total = view.totalUsd === null ? null : Number(view.totalUsd);
  const priced = view.invocations - view.unpricedInvocations;
  const failed = view.outcomes.filter(({ outcome }) => outcome !== 'ok');
  const failedUsd = failed.reduce((sum, { costUsd }) => sum + Number(costUsd), 0);
  const share = (usd: number) => (total === null || total === 0 ? null : formatPercent(usd / total));
  const line = (name: CostLine) => Number(view.lines.find((one) => one.line === name)?.costUsd ?? 0);
  const part = (label: string, usd: number, to: string, hint: string): Tile => ({
    label,
    value: formatMoney(usd),
    change: null,
    more: 'neutral',
    href: to,
    hint,
    note: usd === 0 ? 'nothing' : `${share(usd) ?? ''} of the cost`,
  });
  return [
    {
      label: 'Cost',
      value: formatMoney(view.totalUsd),
      ...(view.unpricedInvocations > 0
        ? { detail: `${formatCount(view.unpricedInvocations)} unpriced` }
        : {}),
      change: relativeChange(total, view.previousUsd === null ? null : Number(view.previousUsd)),
      more: 'worse',
      href: href('/invocations', scope, { functionId }),
      hint: 'List price of all invocations in this range, before free allowances and discounts',
    },
    {
      label: 'Per 1,000',
      value: formatMoney(total === null || priced === 0 ? null : (total / priced) * 1000),
      change: null,
      note: `${formatCount(view.invocations)} invocations`,
      more: 'worse',
      hint: 'What a thousand invocations cost on average',
    },
    part(
      'Waiting',
      line('waiting'),
      href('/costs', scope, { functionId, groupBy: 'dependency' }),
      'Paid to wait for others',
    ),
    part(
      'Cold starts',
      line('init'),
      href('/invocations', scope, { functionId, coldStart: true }),
      'Paid for starting environments',
    ),
    part(
      'Failures',
      failedUsd,
      href('/costs', scope, { functionId, groupBy: 'outcome' }),
      'Paid for invocations that failed',
    ),
  ];
}

/** The money of the running month, shown after the period's. */
export function monthTiles({ month, freeTier }: RunningMonthView): readonly Tile[] {
  return [
    {
      label: 'Month to date',
      value: formatMoney(month.toDateBilledUsd),
      change: null,
      more: 'neutral',
      note: `of ${formatMoney(month.toDateUsd)} list`,
      hint: 'After the free allowances, as if one account had all of them',
    },
    {
      label: 'Forecast',
      value: formatMoney(month.forecastUsd),
      change: null,
      more: 'neutral',
      note: month.method === null ? 'nothing spent yet' : METHODS[month.method],
      hint: `To be billed for the calendar month: list price ${formatMoney(month.forecastListUsd)}, of which free allowances take ${formatMoney(freeTier.savedUsd)}`,
    },
  ];
}
