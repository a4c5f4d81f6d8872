import type { CostLine } from './costs/cost-split';
import type { ForecastMethod } from './costs/forecast';
import type { Outcome } from './invocation';

/** Costs as shown by API and screens: money as decimal strings of USD. */

/** One part of a cost; the parts add up to it. */
export interface CostPartView {
  readonly line: CostLine;
  readonly costUsd: string;
}

/** What an invocation's cost was spent on. */
export interface CostSplitView {
  /** The lines above zero; they add up to the cost. */
  readonly lines: readonly CostPartView[];
  /** Adds up to the line `waiting`; '' stands for dependencies not told apart. */
  readonly waiting: readonly {
    readonly dependency: string;
    readonly waitedMs: number;
    readonly costUsd: string;
  }[];
}

export interface CostItemView {
  /** As `CostGroup.key`. */
  readonly key: string;
  /** For groups by function or version. */
  readonly function: { readonly id: string; readonly name: string } | null;
  readonly costUsd: string;
  readonly invocations: number | null;
  readonly unpricedInvocations: number | null;
  readonly lines: readonly CostPartView[];
  readonly waitedMs: number | null;
}

export interface AllowanceView {
  readonly product: string;
  readonly meter: string;
  readonly unit: string;
  readonly quantity: string;
  /** Null where it is not measured in this unit. */
  readonly used: number | null;
  readonly savedUsd: string;
}

/** The current calendar month in UTC. */
export interface CostMonthView {
  readonly from: string;
  readonly to: string;
  /** At list price so far, and after the free allowances. */
  readonly toDateUsd: string;
  readonly toDateBilledUsd: string;
  /** For the whole month; null while no forecast is possible. */
  readonly forecastListUsd: string | null;
  readonly forecastUsd: string | null;
  /** The additional cost of instances kept ready, so far and by the end of the month; null while unknown. */
  readonly keptReadyUsd: string | null;
  readonly keptReadyForecastUsd: string | null;
  /** The sum of `forecastUsd` and `keptReadyForecastUsd`, as far as known. */
  readonly allForecastUsd: string | null;
  readonly method: ForecastMethod | null;
  /** List price of the previous month. */
  readonly previousMonthUsd: string;
}

export interface FreeTierView {
  /** What the allowances take off the month's forecast. */
  readonly savedUsd: string;
  readonly allowances: readonly AllowanceView[];
}

/** What instances kept ready cost; each amount is null when unknown, with the reason. */
interface ReadyAmounts {
  readonly keptUsd: string | null;
  /** While they worked, and while they did not; the two add up to `keptUsd`. */
  readonly usedUsd: string | null;
  readonly idleUsd: string | null;
  readonly reason: string | null;
}

export interface CapacityCostView extends ReadyAmounts {
  readonly items: readonly (ReadyAmounts & {
    readonly capacityId: string;
    readonly functionId: string;
    readonly functionName: string;
    readonly instances: number;
  })[];
}

/** Instances of a function that are kept ready, as people stated. */
export interface CapacityView {
  readonly id: string;
  readonly functionId: string;
  /** Null when nothing of the function is stored any longer. */
  readonly functionName: string | null;
  readonly instances: number;
  readonly from: string;
  readonly to: string | null;
  readonly createdAt: string;
}

/** What a period cost, and what the money was spent on. */
export interface CostPeriodView {
  readonly from: string;
  readonly to: string;
  /** Null when there were invocations and none could be priced. */
  readonly totalUsd: string | null;
  readonly invocations: number;
  readonly unpricedInvocations: number;
  /** All six, including those of zero. */
  readonly lines: readonly CostPartView[];
  readonly outcomes: readonly {
    readonly outcome: Outcome;
    readonly costUsd: string;
    readonly invocations: number;
  }[];
  readonly retries: { readonly costUsd: string; readonly invocations: number };
  /** For the preceding period of equal length. */
  readonly previousUsd: string | null;
  /** In addition to `totalUsd`, which covers invocations only. */
  readonly capacity: CapacityCostView;
  /** The sum of `totalUsd` and `capacity.keptUsd`; null when either is unknown. */
  readonly withCapacityUsd: string | null;
}

/** The same money by group, highest first. */
export interface CostGroupsView {
  readonly groupBy: string;
  readonly items: readonly CostItemView[];
  readonly nextCursor: null;
  /** The number of groups; greater than that of items when the limit cut them. */
  readonly groupCount: number;
  readonly completeSince: string | null;
  /** The cost not covered by any item. */
  readonly otherUsd: string;
}

/** The current month. */
export interface RunningMonthView {
  readonly month: CostMonthView;
  readonly forecastMonthUsd: string | null;
  readonly freeTier: FreeTierView;
}

export interface CostsView extends CostPeriodView, CostGroupsView, RunningMonthView {}

/** What the money was spent on, per step. */
export interface CostSeriesView {
  readonly stepMs: number;
  readonly steps: readonly {
    readonly t: string;
    readonly costUsd: string;
    readonly invocations: number;
    readonly lines: readonly CostPartView[];
  }[];
}
