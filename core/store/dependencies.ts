import type { DependencyKind } from '../model/costs/dependency-kind';
import type { PicoUsd } from '../model/money';
import type { TimeRange } from '../model/time-range';

/** The part of the store's contract that is about what functions call; what `store.ts` says of all reads holds here. */
export interface DependencyReader {
  /**
   * What functions called and waited for in a range, which is widened to whole minutes (before what is kept, to whole
   * hours): one item for each function and dependency, those with most calls first. A call is the outermost span of kind
   * client or producer below an invocation, in the same resource and with no other invocation between; it counts in the
   * minute in which its invocation starts. Of a function, the first 100 dependencies are told apart, all others are one.
   * The totals are of all of them, also of those that the limit leaves out.
   */
  dependencies(query: DependenciesQuery): Promise<DependencyList>;
}

export interface DependenciesQuery {
  readonly range: TimeRange;
  readonly environment?: string;
  readonly functionId?: string;
  /** Only calls to it; '' for those without a name. */
  readonly dependency?: string;
  readonly limit: number;
}

export interface DependencyList {
  readonly items: readonly DependencyFigures[];
  readonly totals: CallFigures;
}

export interface CallFigures {
  readonly calls: number;
  /** Calls whose span has the status error. */
  readonly errors: number;
  /** How long calls took, each from its start to its end, within 1 %; null without calls. */
  readonly durationMs: { readonly p50: number; readonly p95: number; readonly p99: number } | null;
}

export interface DependencyFigures extends CallFigures {
  readonly functionId: string;
  /** `dependencyOf`; '' for those that are not told apart, and for calls that do not say what they are made to. */
  readonly dependency: string;
  /** Of all that calls to it ever told, what tells most. */
  readonly kind: DependencyKind;
  /** Invocations that paid to wait for it, how long they waited together, and what that cost. */
  readonly waited: {
    readonly invocations: number;
    readonly durationMs: number;
    readonly cost: PicoUsd;
  };
}
