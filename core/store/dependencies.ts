import type { DependencyKind } from '../model/costs/dependency-kind';
import type { PicoUsd } from '../model/money';
import type { TimeRange } from '../model/time-range';

/** The part of the store contract that covers what functions call; what `store.ts` says about all reads applies. */
export interface DependencyReader {
  /**
   * What functions called and waited for in a range, widened to whole minutes (to whole hours before what is kept): one
   * item per function and dependency, those with most calls first. A call is the outermost span of kind client or
   * producer below an invocation, in the same resource and with no other invocation in between; it counts in the minute
   * in which its invocation starts. The first 100 dependencies of a function are counted separately, all others
   * together. The totals cover all of them, including those beyond the limit.
   */
  dependencies(query: DependenciesQuery): Promise<DependencyList>;
}

export interface DependenciesQuery {
  readonly range: TimeRange;
  readonly environment?: string;
  readonly functionId?: string;
  /** Only calls to it; '' for calls without a name. */
  readonly dependency?: string;
  readonly limit: number;
}

export interface DependencyList {
  readonly items: readonly DependencyFigures[];
  readonly totals: CallFigures;
}

export interface CallFigures {
  readonly calls: number;
  /** Calls whose span has status error. */
  readonly errors: number;
  /** How long calls took from start to end, within 1 %; null without calls. */
  readonly durationMs: { readonly p50: number; readonly p95: number; readonly p99: number } | null;
}

export interface DependencyFigures extends CallFigures {
  readonly functionId: string;
  /** `dependencyOf`; '' for those not counted separately, and for calls that do not say what they are made to. */
  readonly dependency: string;
  /** The most specific kind that any call to it reported. */
  readonly kind: DependencyKind;
  /** Invocations that paid to wait for it, how long they waited in total, and what that cost. */
  readonly waited: {
    readonly invocations: number;
    readonly durationMs: number;
    readonly cost: PicoUsd;
  };
}
