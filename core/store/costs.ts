import type { CostLine } from '../model/costs/cost-split';
import type { Outcome } from '../model/invocation';
import type { PicoUsd } from '../model/money';
import type { TimeRange } from '../model/time-range';

/** What the cost of a range is made of; each of the two records adds up to it. */
export interface CostParts {
  readonly lines: Readonly<Record<CostLine, PicoUsd>>;
  readonly outcomes: Readonly<Record<Outcome, PicoUsd>>;
  /** Invocations whose sender said that they were not the first attempt at their request, and what they cost. */
  readonly retries: { readonly invocations: number; readonly cost: PicoUsd };
  /** Memory size in MB times billed milliseconds, where both are known. */
  readonly billedMbMs: bigint;
}

/** The part of the store contract that covers costs; what `store.ts` says about all reads applies. */
export interface CostReader {
  /**
   * What the money of a range, widened to whole minutes, was spent on: groups with their cost, most expensive first.
   * The groups by `function`, `outcome`, `line` and `version` add up to the cost in `totals` of the same range; those
   * by `dependency` to the cost of waiting; those by an attribute to the cost of the invocations that have it. Groups
   * by version and by attribute are read from rows, all others from rollups.
   * @throws FaaslensError `invalid_input` for an attribute that is not promoted.
   */
  costs(query: CostsQuery): Promise<CostGroups>;
  /**
   * How functions ran at each memory size and on each architecture in a range, widened to whole hours; those with most
   * invocations first. Exactly what the remaining rows say. Invocations whose memory size or price is unknown are left
   * out.
   */
  sizes(query: SizesQuery): Promise<readonly SizeFigures[]>;
}

export interface SizesQuery {
  readonly range: TimeRange;
  readonly environment?: string;
  readonly functionId?: string;
  readonly limit: number;
}

/** Times are sums over the invocations, in fractional milliseconds. */
export interface SizeFigures {
  readonly functionId: string;
  readonly memoryMb: number;
  readonly architecture: string | null;
  readonly invocations: number;
  readonly durationMs: number;
  readonly billedDurationMs: number;
  readonly waitedMs: number;
  /** Null when no invocation reported it. */
  readonly maxMemoryUsedMb: number | null;
  readonly cost: PicoUsd;
}

export type CostGrouping =
  | { readonly by: 'function' | 'outcome' | 'line' | 'dependency' | 'version' }
  | { readonly by: 'attribute'; readonly key: string };

export interface CostsQuery {
  readonly range: TimeRange;
  readonly environment?: string;
  readonly functionId?: string;
  readonly groupBy: CostGrouping;
  /** How many groups to return, at most 10,000. */
  readonly limit: number;
}

export interface CostGroups {
  readonly groups: readonly CostGroup[];
  /** How many groups there are. */
  readonly groupCount: number;
  /** As `InvocationGroups.completeSince`; null unless grouped by attribute. */
  readonly completeSince: number | null;
}

export interface CostGroup {
  /**
   * The function's id, the outcome, the line, the dependency ('' for those not kept separately), the version ('' when
   * unknown) or the attribute's value.
   */
  readonly key: string;
  /** Set for groups by function or version, else null. */
  readonly function: { readonly id: string; readonly name: string } | null;
  /** When grouped by dependency, those that waited; null for a line, because most invocations have a share in each. */
  readonly invocations: number | null;
  /** Those of them that could not be priced; null where this is not counted. */
  readonly unpriced: number | null;
  readonly cost: PicoUsd;
  /** Adds up to `cost`; null for groupings that are not kept by line. */
  readonly lines: Readonly<Record<CostLine, PicoUsd>> | null;
  /** How long the invocations waited, when grouped by dependency. */
  readonly waitedMs: number | null;
}
