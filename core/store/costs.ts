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
  /** Memory size in MB times billed milliseconds, as far as both are known. */
  readonly billedMbMs: bigint;
}

/** The part of the store's contract that is about costs; what `store.ts` says of all reads holds here. */
export interface CostReader {
  /**
   * What the money of a range, which is widened to whole minutes, went into: groups with their cost, dearest first. The
   * groups of `function`, `outcome`, `line` and `version` add up to the cost in `totals` of the same range; those of
   * `dependency` to its waiting; those of an attribute to the cost of the invocations that have it. Groups by version and
   * by attribute are read from rows, all others from rollups.
   * @throws FaaslensError `invalid_input` for an attribute that is not promoted.
   */
  costs(query: CostsQuery): Promise<CostGroups>;
  /**
   * How functions ran at each memory size and on each architecture in a range, which is widened to whole hours, those
   * with most invocations first: exactly what the rows say that are kept. Invocations whose memory size or price is
   * unknown are left out.
   */
  sizes(query: SizesQuery): Promise<readonly SizeFigures[]>;
}

export interface SizesQuery {
  readonly range: TimeRange;
  readonly environment?: string;
  readonly functionId?: string;
  readonly limit: number;
}

/** Times are sums over the invocations, fractional milliseconds. */
export interface SizeFigures {
  readonly functionId: string;
  readonly memoryMb: number;
  readonly architecture: string | null;
  readonly invocations: number;
  readonly durationMs: number;
  readonly billedDurationMs: number;
  readonly waitedMs: number;
  /** Null when none of them told. */
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
  /** How many groups to answer, at most 10,000. */
  readonly limit: number;
}

export interface CostGroups {
  readonly groups: readonly CostGroup[];
  /** How many groups there are. */
  readonly groupCount: number;
  /** As `InvocationGroups.completeSince`; null for everything but attributes. */
  readonly completeSince: number | null;
}

export interface CostGroup {
  /**
   * The function's id, the outcome, the line, the dependency ('' for those that are not told apart), the version ('' when
   * unknown) or the value of the attribute.
   */
  readonly key: string;
  /** Of groups by function or version; else null. */
  readonly function: { readonly id: string; readonly name: string } | null;
  /** Those that waited, when grouped by dependency; null for a line, because most invocations have a share in each. */
  readonly invocations: number | null;
  /** Those of them that could not be priced; null where it is not counted. */
  readonly unpriced: number | null;
  readonly cost: PicoUsd;
  /** Adds up to `cost`; null when grouped by what is not kept apart by line. */
  readonly lines: Readonly<Record<CostLine, PicoUsd>> | null;
  /** How long the invocations waited, when grouped by dependency. */
  readonly waitedMs: number | null;
}
