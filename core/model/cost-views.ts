import type { CostLine } from './costs/cost-split';
import type { ForecastMethod } from './costs/forecast';
import type { Outcome } from './invocation';

/** Costs as API and screens show them: money as decimal strings of USD. */

/** A part of a cost; several add up to it. */
export interface CostPartView {
  readonly line: CostLine;
  readonly costUsd: string;
}

/** What an invocation's cost went into. */
export interface CostSplitView {
  /** Those that cost something; they add up to the cost. */
  readonly lines: readonly CostPartView[];
  /** Adds up to the line `waiting`; '' stands for dependencies that are not told apart. */
  readonly waiting: readonly {
    readonly dependency: string;
    readonly waitedMs: number;
    readonly costUsd: string;
  }[];
}

export interface CostItemView {
  /** As `CostGroup.key`. */
  readonly key: string;
  /** Of groups by function or version. */
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
  /** Null where it is not counted in this unit. */
  readonly used: number | null;
  readonly savedUsd: string;
}

/** A calendar month in UTC that still runs. */
export interface CostMonthView {
  readonly from: string;
  readonly to: string;
  /** List price so far, and after the free allowances. */
  readonly toDateUsd: string;
  readonly toDateBilledUsd: string;
  /** The whole month; null while nothing can be said. */
  readonly forecastListUsd: string | null;
  readonly forecastUsd: string | null;
  /** What instances that are kept ready cost beside it, so far and by the end; null while it is not known. */
  readonly keptReadyUsd: string | null;
  readonly keptReadyForecastUsd: string | null;
  /** `forecastUsd` and `keptReadyForecastUsd` together, as far as they are known. */
  readonly allForecastUsd: string | null;
  readonly method: ForecastMethod | null;
  /** List price of the month before. */
  readonly previousMonthUsd: string;
}

export interface FreeTierView {
  /** What the allowances take off the month's forecast. */
  readonly savedUsd: string;
  readonly allowances: readonly AllowanceView[];
}

/** What instances that are kept ready cost; each null when it is not known, with the reason. */
interface ReadyAmounts {
  readonly keptUsd: string | null;
  /** While they worked, and while they did not: add up to `keptUsd`. */
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

/** Instances of a function that are kept ready, as people said. */
export interface CapacityView {
  readonly id: string;
  readonly functionId: string;
  /** Null when nothing of the function is stored any more. */
  readonly functionName: string | null;
  readonly instances: number;
  readonly from: string;
  readonly to: string | null;
  readonly createdAt: string;
}

/** What a period cost, and what the money went into. */
export interface CostPeriodView {
  readonly from: string;
  readonly to: string;
  /** Null when there were invocations and none could be priced. */
  readonly totalUsd: string | null;
  readonly invocations: number;
  readonly unpricedInvocations: number;
  /** All six, also those that cost nothing. */
  readonly lines: readonly CostPartView[];
  readonly outcomes: readonly {
    readonly outcome: Outcome;
    readonly costUsd: string;
    readonly invocations: number;
  }[];
  readonly retries: { readonly costUsd: string; readonly invocations: number };
  /** Of the period of equal length before. */
  readonly previousUsd: string | null;
  /** Beside `totalUsd`, which is of invocations alone. */
  readonly capacity: CapacityCostView;
  /** `totalUsd` and `capacity.keptUsd` together; null when either is not known. */
  readonly withCapacityUsd: string | null;
}

/** The same money by group, dearest first. */
export interface CostGroupsView {
  readonly groupBy: string;
  readonly items: readonly CostItemView[];
  readonly nextCursor: null;
  /** How many groups there are; more than items when the limit cut them. */
  readonly groupCount: number;
  readonly completeSince: string | null;
  /** What no item has. */
  readonly otherUsd: string;
}

/** The running month. */
export interface RunningMonthView {
  readonly month: CostMonthView;
  readonly forecastMonthUsd: string | null;
  readonly freeTier: FreeTierView;
}

export interface CostsView extends CostPeriodView, CostGroupsView, RunningMonthView {}

/** What the money went into per step. */
export interface CostSeriesView {
  readonly stepMs: number;
  readonly steps: readonly {
    readonly t: string;
    readonly costUsd: string;
    readonly invocations: number;
    readonly lines: readonly CostPartView[];
  }[];
}
