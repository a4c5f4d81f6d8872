import type { CostSeriesView, CostsView } from '@/core/model/cost-views';
import { OUTCOMES } from '@/core/model/invocation';
import { formatPicoUsd } from '@/core/model/money';
import { previousRange, toWholeMinutes } from '@/core/model/time-range';
import type { Totals } from '@/core/store/store';
import { services } from '../door';
import { costScopeSchema, costsSchema, grouping } from '../inputs/costs';
import { toRange } from '../inputs/fields';
import { parseInput } from '../inputs/parse';
import { chartStep } from '../views/chart-step';
import { toItemView, toPartViews } from '../views/costs';
import { isoTime, isoTimeAfter } from '../views/time';
import { readCapacity, readMonthCapacity } from './capacity';
import { readMonth } from './month';

export interface CostsInput {
  readonly from: string;
  readonly to: string;
  readonly environment?: string;
  readonly functionId?: string;
  readonly groupBy?: string;
  readonly limit?: number;
}

/** What the money of a range went into, and what the running month will cost. */
export async function getCosts(input: CostsInput): Promise<CostsView> {
  const { reader, settings, now } = await services();
  const { from, to, groupBy, limit, ...of } = parseInput(costsSchema, input);
  const nowMs = now();
  const range = toWholeMinutes(toRange({ from, to }, nowMs));
  const by = grouping(groupBy);
  const [stated, changes] = await Promise.all([settings.listCapacity(), settings.listPriceOverrides()]);
  const estimating = { nowMs, changes };
  const [totals, previous, found, running, ready] = await Promise.all([
    reader.totals({ range, ...of, percentiles: false }),
    reader.totals({ range: previousRange(range), ...of, percentiles: false, costs: false }),
    reader.costs({ range, ...of, groupBy: by, limit }),
    readMonthCapacity(reader, stated, { of, estimating }).then((ready) =>
      readMonth(reader, of, nowMs, ready),
    ),
    readCapacity(reader, stated, { of, range, estimating }),
  ]);
  const { cost: readyCost, ...capacity } = ready;
  const totalUsd = knownUsd(totals);
  const shown = found.groups.reduce((sum, { cost }) => sum + cost, 0n);
  return {
    from: isoTime(range.fromMs),
    to: isoTime(range.toMs),
    groupBy,
    items: found.groups.map((group) => toItemView(group, by.by)),
    nextCursor: null,
    groupCount: found.groupCount,
    completeSince: found.completeSince === null ? null : isoTimeAfter(found.completeSince),
    otherUsd: formatPicoUsd(totals.cost - shown),
    totalUsd,
    invocations: totals.invocations,
    unpricedInvocations: totals.unpriced,
    lines: toPartViews(totals.costs.lines),
    outcomes: OUTCOMES.map((outcome) => ({
      outcome,
      costUsd: formatPicoUsd(totals.costs.outcomes[outcome]),
      invocations: totals.outcomes[outcome],
    })),
    retries: {
      costUsd: formatPicoUsd(totals.costs.retries.cost),
      invocations: totals.costs.retries.invocations,
    },
    previousUsd: knownUsd(previous),
    capacity,
    withCapacityUsd:
      readyCost === null || totalUsd === null ? null : formatPicoUsd(totals.cost + readyCost.kept),
    month: running.month,
    forecastMonthUsd: running.month.forecastUsd,
    freeTier: running.freeTier,
  };
}

/** Of `getCosts` what the money went into, without the period before, the running month and what is kept ready. */
export async function getCostParts(
  input: CostsInput,
): Promise<Pick<CostsView, 'items' | 'totalUsd' | 'lines'>> {
  const { reader, now } = await services();
  const { from, to, groupBy, limit, ...of } = parseInput(costsSchema, input);
  const range = toWholeMinutes(toRange({ from, to }, now()));
  const by = grouping(groupBy);
  const [totals, found] = await Promise.all([
    reader.totals({ range, ...of, percentiles: false }),
    reader.costs({ range, ...of, groupBy: by, limit }),
  ]);
  return {
    items: found.groups.map((group) => toItemView(group, by.by)),
    totalUsd: knownUsd(totals),
    lines: toPartViews(totals.costs.lines),
  };
}

/** The same money per step of the range. */
export async function getCostSeries(input: Omit<CostsInput, 'groupBy' | 'limit'>): Promise<CostSeriesView> {
  const { reader, now } = await services();
  const { from, to, ...of } = parseInput(costScopeSchema, input);
  const range = toWholeMinutes(toRange({ from, to }, now()));
  const stepMs = await chartStep(reader, range);
  const series = await reader.series({ range, ...of, stepMs, percentiles: false });
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

/** Null when there were invocations and none could be priced: that is no 0. */
function knownUsd({ invocations, unpriced, cost }: Totals): string | null {
  return invocations > 0 && unpriced >= invocations ? null : formatPicoUsd(cost);
}
