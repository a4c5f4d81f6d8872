import type { CostGroupsView } from '@/core/model/cost-views';
import { formatMoney } from '../../_components/format/money';
import { formatWhole } from '../../_components/format/number';
import { toGrouping } from '../../_queries/inputs/costs';

type Groups = Pick<CostGroupsView, 'groupBy' | 'groupCount' | 'otherUsd'> & {
  readonly items: { readonly length: number };
};

/** What of the cost is in no row of the table, so that all of it adds up to the period's; null when nothing is. */
export function groupRest({ groupBy, items, groupCount, otherUsd }: Groups): string | null {
  // Below 0 when something arrived after the period was read and before its groups were.
  if (Number(otherUsd) <= 0) return null;
  const more = groupCount - items.length;
  const parts = [more > 0 ? `${formatWhole(more)} more` : null, besideGroups(groupBy)];
  const named = parts.filter((part) => part !== null).join(', and ');
  return `${named === '' ? 'not told apart' : named}: ${formatMoney(otherUsd)}`;
}

/** What no group is about, however many are shown. */
function besideGroups(groupBy: string): string | null {
  const by = toGrouping(groupBy)?.by;
  if (by === 'dependency') return 'what was not paid to wait for others';
  return by === 'attribute' ? 'invocations without it' : null;
}
