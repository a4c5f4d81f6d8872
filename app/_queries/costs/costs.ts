import type {
  CostGroupsView,
  CostItemView,
  CostPeriodView,
  CostSeriesView,
  CostsView,
  RunningMonthView,
} from '@/core/model/cost-views';
import { OUTCOMES } from '@/core/model/invocation';
import { formatPicoUsd } from '@/core/model/money';
import { previousRange, toWholeMinutes } from '@/core/model/time-range';
import type { Totals } from '@/core/store/store';
import { services } from '../door';
import { costScopeSchema, costsSchema, grouping } from '../inputs/costs';
import { toRange } from '../inputs/fields';
import { parseInput } from '../inputs/parse';
import { chartStep } from '../views/chart-step';
import { knownUsd, toCostSeriesView, toCostSums, toItemView } from '../views/costs';
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

/** The parts of `getCosts` for the same range; each runs its query when called. */
export interface CostParts {
  readonly period: () => Promise<CostPeriodView>;
  readonly groups: () => Promise<CostGroupsView>;
  readonly month: () => Promise<RunningMonthView>;
}

/** For showing one part before the others: the period takes a tenth of the time of the rest. */
export async function costParts(input: CostsInput): Promise<CostParts> {
  const { reader, settings, now } = await services();
  const { from, to, groupBy, limit, ...of } = parseInput(costsSchema, input);
  const nowMs = now();
  const range = toWholeMinutes(toRange({ from, to }, nowMs));
  const by = grouping(groupBy);
  const [stated, changes] = await Promise.all([settings.listCapacity(), settings.listPriceOverrides()]);
  const estimating = { nowMs, changes };
  let asked: Promise<Totals> | undefined;
  const readTotals = () => {
    asked ??= reader.totals({ range, ...of, percentiles: false });
    return asked;
  };
  return {
    async period() {
      const [totals, previous, ready] = await Promise.all([
        readTotals(),
        reader.totals({ range: previousRange(range), ...of, percentiles: false, costs: false }),
        readCapacity(reader, stated, { of, range, estimating }),
      ]);
      const { cost: readyCost, ...capacity } = ready;
      const { totalUsd, lines } = toCostSums(totals);
      return {
        from: isoTime(range.fromMs),
        to: isoTime(range.toMs),
        totalUsd,
        invocations: totals.invocations,
        unpricedInvocations: totals.unpriced,
        lines,
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
      };
    },
    async groups() {
      const [totals, found] = await Promise.all([
        readTotals(),
        reader.costs({ range, ...of, groupBy: by, limit }),
      ]);
      const shown = found.groups.reduce((sum, { cost }) => sum + cost, 0n);
      return {
        groupBy,
        items: found.groups.map((group) => toItemView(group, by.by)),
        nextCursor: null,
        groupCount: found.groupCount,
        completeSince: found.completeSince === null ? null : isoTimeAfter(found.completeSince),
        otherUsd: formatPicoUsd(totals.cost - shown),
      };
    },
    async month() {
      const ready = await readMonthCapacity(reader, stated, { of, estimating });
      const { month, freeTier } = await readMonth(reader, of, nowMs, ready);
      return { month, forecastMonthUsd: month.forecastUsd, freeTier };
    },
  };
}

/** What the money of a range was spent on, and the forecast of the current month. */
export async function getCosts(input: CostsInput): Promise<CostsView> {
  const parts = await costParts(input);
  const [period, groups, month] = await Promise.all([parts.period(), parts.groups(), parts.month()]);
  return { ...period, ...groups, ...month };
}

/** The groups of `getCosts` alone, dearest first. */
export async function listCostGroups(input: CostsInput): Promise<readonly CostItemView[]> {
  const { reader, now } = await services();
  const { from, to, groupBy, limit, ...of } = parseInput(costsSchema, input);
  const by = grouping(groupBy);
  const found = await reader.costs({ range: toRange({ from, to }, now()), ...of, groupBy: by, limit });
  return found.groups.map((group) => toItemView(group, by.by));
}

/** The same costs per step of the range. */
export async function getCostSeries(input: Omit<CostsInput, 'groupBy' | 'limit'>): Promise<CostSeriesView> {
  const { reader, now } = await services();
  const { from, to, ...of } = parseInput(costScopeSchema, input);
  const range = toWholeMinutes(toRange({ from, to }, now()));
  const stepMs = await chartStep(reader, range);
  const series = await reader.series({ range, ...of, stepMs, percentiles: false });
  return toCostSeriesView({ stepMs, series });
}
