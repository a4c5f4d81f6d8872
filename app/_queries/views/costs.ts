import type {
  CostItemView,
  CostPartView,
  CostSeriesView,
  CostSplitView,
  CostsView,
} from '@/core/model/cost-views';
import { COST_LINES, type CostLine, type CostSplit } from '@/core/model/costs/cost-split';
import { formatPicoUsd, type PicoUsd } from '@/core/model/money';
import type { CostGroup, CostGrouping, SeriesPoint, Totals } from '@/core/store/store';
import { isoTime } from './time';

/** Null if there were invocations and none could be priced: that is not 0. */
export function knownUsd({ invocations, unpriced, cost }: Totals): string | null {
  return invocations > 0 && unpriced >= invocations ? null : formatPicoUsd(cost);
}

/** The split of the cost in totals. */
export function toCostSums(totals: Totals): Pick<CostsView, 'totalUsd' | 'lines'> {
  return { totalUsd: knownUsd(totals), lines: toPartViews(totals.costs.lines) };
}

export function toCostSeriesView({
  stepMs,
  series,
}: {
  readonly stepMs: number;
  readonly series: readonly SeriesPoint[];
}): CostSeriesView {
  return {
    stepMs,
    steps: series.map(({ t, cost, invocations, costs }) => ({
      t: isoTime(t),
      costUsd: formatPicoUsd(cost),
      invocations,
      lines: toPartViews(costs.lines),
    })),
  };
}

function toPartViews(lines: Readonly<Record<CostLine, PicoUsd>>): CostPartView[] {
  return COST_LINES.map((line) => ({ line, costUsd: formatPicoUsd(lines[line]) }));
}

export function toSplitView({ lines, waiting }: CostSplit): CostSplitView {
  return {
    lines: toPartViews(lines).filter(({ costUsd }) => costUsd !== '0'),
    waiting: waiting.map(({ dependency, waitedNs, cost }) => ({
      dependency,
      waitedMs: waitedNs / 1e6,
      costUsd: formatPicoUsd(cost),
    })),
  };
}

export function toItemView(group: CostGroup, by: CostGrouping['by']): CostItemView {
  return {
    key: group.key,
    function: group.function,
    costUsd: formatPicoUsd(group.cost),
    invocations: group.invocations,
    unpricedInvocations: group.unpriced,
    lines: partsOf(group, by),
    waitedMs: group.waitedMs,
  };
}

/** Groups by line and by dependency have one line each. */
function partsOf({ key, cost, lines }: CostGroup, by: CostGrouping['by']): CostPartView[] {
  if (lines !== null) return toPartViews(lines).filter(({ costUsd }) => costUsd !== '0');
  const line = by === 'dependency' ? 'waiting' : COST_LINES.find((one) => one === key);
  return line === undefined ? [] : [{ line, costUsd: formatPicoUsd(cost) }];
}
