import type { BreakdownField } from '../model/explore/breakdown-fields';
import type { PicoUsd } from '../model/money';
import type { TimeRange } from '../model/time-range';
import type { FiguresQuery, Totals } from './figures';
import type { InvocationFilter } from './invocations';

/** The part of the store contract for finding out where to look; what `store.ts` says about all reads applies. */
export interface ExploreReader {
  /**
   * How many invocations took how long in each step. Steps are those of `series`; durations are divided into at most 48
   * bands, with borders chosen so that the counts are exact.
   */
  heatmap(query: FiguresQuery & { readonly stepMs: number }): Promise<Heatmap>;
  /** A function's versions and memory sizes with their figures: all that are counted separately (200), newest first. */
  variants(query: {
    readonly functionId: string;
    readonly range: TimeRange;
    /** Both as in `FiguresQuery`. */
    readonly percentiles?: boolean;
    readonly costs?: boolean;
  }): Promise<readonly Variant[]>;
  /** Versions first seen in the range, except each function's first; oldest first. Beyond the limit, the newest. */
  deployments(query: {
    readonly range: TimeRange;
    readonly environment?: string;
    readonly functionId?: string;
    readonly limit: number;
  }): Promise<readonly Deployment[]>;
  /** Counts of functions per step, as in `series`; functions without invocations are left out. */
  functionSeries(query: {
    readonly range: TimeRange;
    /** A multiple of a minute. */
    readonly stepMs: number;
    readonly functionIds: readonly string[];
  }): Promise<readonly FunctionSeries[]>;
  /** The newest cold starts of a function, up to the limit, with what else was going on. */
  coldStarts(query: {
    readonly functionId: string;
    readonly range: TimeRange;
    readonly limit: number;
  }): Promise<readonly ColdStart[]>;
  /**
   * The newest invocations that match the filter, at most `sample` (10,000), counted by each given field: groups with
   * most invocations first. Exact figures when `complete`, else those of the sample.
   */
  breakdown(query: BreakdownQuery): Promise<Breakdown>;
  /**
   * What a sample of the invocations that match `selected` has in common, compared with a sample of the others that
   * match `among`: how often each field and each attribute of their spans has each value. Samples are spread evenly
   * over time.
   */
  differences(query: DifferencesQuery): Promise<DifferenceCounts>;
}

export interface Heatmap {
  /** Starts of the steps, oldest first. */
  readonly steps: readonly number[];
  /** Shortest first, without gaps: durations from `fromMs` to less than `toMs`. */
  readonly bands: readonly { readonly fromMs: number; readonly toMs: number }[];
  /** The cells that are not empty. */
  readonly cells: readonly { readonly step: number; readonly band: number; readonly count: number }[];
}

export interface Variant {
  /** Null when unknown. */
  readonly version: string | null;
  readonly memoryMb: number | null;
  /** Whether it stands for all that are not counted separately. */
  readonly isOthers: boolean;
  /**
   * Starts of the first and last minute (or hour, where minutes were removed) with an invocation of it, whatever the
   * range.
   */
  readonly firstSeen: number;
  readonly lastSeen: number;
  readonly totals: Totals;
}

export interface Deployment {
  readonly functionId: string;
  readonly functionName: string;
  readonly version: string;
  /** As `Variant.firstSeen`. */
  readonly at: number;
}

export interface FunctionSeries {
  readonly functionId: string;
  /** One per step, oldest first. */
  readonly invocations: readonly number[];
  readonly errors: readonly number[];
}

export interface ColdStart {
  readonly traceId: string;
  readonly spanId: string;
  readonly startTime: number;
  readonly version: string | null;
  readonly memoryMb: number | null;
  readonly initDurationMs: number | null;
  /** Whether another invocation of its version was running, so that another environment was needed. */
  readonly isBusy: boolean;
}

export interface BreakdownQuery extends InvocationFilter {
  readonly fields: readonly BreakdownField[];
  /** Keys of promoted attributes; `invalid_input` for others. */
  readonly byAttributes?: readonly string[];
  /** Groups per field, at most 1,000. */
  readonly limit: number;
  readonly sample?: number;
}

export interface Breakdown {
  /** Invocations counted. */
  readonly invocations: number;
  /** Whether these are all that match the filter. */
  readonly complete: boolean;
  /** Start of the oldest invocation counted; null when there is none. */
  readonly since: number | null;
  readonly fields: readonly { readonly field: string; readonly groups: readonly BreakdownGroup[] }[];
}

export interface BreakdownGroup {
  /** For a function its id; null when unknown. */
  readonly value: string | null;
  /** For a function its name; else the value. */
  readonly label: string | null;
  readonly invocations: number;
  readonly errors: number;
  readonly coldStarts: number;
  readonly p50Ms: number;
  readonly p95Ms: number;
  /** Over those that could be priced; null when none could. */
  readonly cost: PicoUsd | null;
}

export interface DifferencesQuery {
  readonly selected: InvocationFilter;
  readonly among: InvocationFilter;
  /** Invocations of each side, at most 1,000; default 400. */
  readonly sample?: number;
  /** After this many milliseconds no further span is read; default 1000. */
  readonly budgetMs?: number;
}

export interface DifferenceCounts {
  /** Sizes of the samples, and how many of their spans were read. */
  readonly selected: { readonly invocations: number; readonly spans: number };
  readonly rest: { readonly invocations: number; readonly spans: number };
  readonly keys: readonly DifferenceKey[];
}

export interface DifferenceKey {
  /** A field of invocations, or an attribute as it was sent. */
  readonly kind: 'field' | 'attribute';
  readonly key: string;
  readonly values: readonly { readonly value: string; readonly selected: number; readonly rest: number }[];
}
