import type { BreakdownField } from '../model/explore/breakdown-fields';
import type { PicoUsd } from '../model/money';
import type { TimeRange } from '../model/time-range';
import type { FiguresQuery, Totals } from './figures';
import type { InvocationFilter } from './invocations';

/** The part of the store's contract that finds out where to look; what `store.ts` says of all reads holds here. */
export interface ExploreReader {
  /**
   * How many invocations took how long in which step. Steps are those of `series`; durations are cut into at most 48 bands,
   * whose borders are such that the counts are exactly those of the invocations in them.
   */
  heatmap(query: FiguresQuery & { readonly stepMs: number }): Promise<Heatmap>;
  /** A function's versions and memory sizes with their figures; of those that are told apart (200) all, newest first. */
  variants(query: {
    readonly functionId: string;
    readonly range: TimeRange;
    /** Both as in `FiguresQuery`. */
    readonly percentiles?: boolean;
    readonly costs?: boolean;
  }): Promise<readonly Variant[]>;
  /**
   * Versions that were first seen in the range, but for the first one of each function; oldest first. Of too many, the newest.
   */
  deployments(query: {
    readonly range: TimeRange;
    readonly environment?: string;
    readonly functionId?: string;
    readonly limit: number;
  }): Promise<readonly Deployment[]>;
  /** Counts of functions per step, as `series` has them; of those without invocations none. */
  functionSeries(query: {
    readonly range: TimeRange;
    /** A multiple of a minute. */
    readonly stepMs: number;
    readonly functionIds: readonly string[];
  }): Promise<readonly FunctionSeries[]>;
  /** The newest cold starts of a function, at most so many, with what else was going on. */
  coldStarts(query: {
    readonly functionId: string;
    readonly range: TimeRange;
    readonly limit: number;
  }): Promise<readonly ColdStart[]>;
  /**
   * The newest invocations that the filter finds, at most `sample` (10,000), counted by each of the given fields: groups with
   * most invocations first. Exact figures when `complete`, else of the sample.
   */
  breakdown(query: BreakdownQuery): Promise<Breakdown>;
  /**
   * What a sample of the invocations that `selected` finds has in common, beside a sample of the others that `among` finds:
   * how often which field and which attribute of their spans has which value. Samples are spread evenly over time.
   */
  differences(query: DifferencesQuery): Promise<DifferenceCounts>;
}

export interface Heatmap {
  /** Starts of the steps, oldest first. */
  readonly steps: readonly number[];
  /** Shortest first, without gaps: durations from `fromMs` to less than `toMs`. */
  readonly bands: readonly { readonly fromMs: number; readonly toMs: number }[];
  /** Those that are not empty. */
  readonly cells: readonly { readonly step: number; readonly band: number; readonly count: number }[];
}

export interface Variant {
  /** Null when unknown. */
  readonly version: string | null;
  readonly memoryMb: number | null;
  /** Whether it stands for all that are not told apart. */
  readonly isOthers: boolean;
  /** Starts of the first and last minute (of hours, where minutes are not kept) with an invocation of it, whatever the range. */
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
  /** One for each step, oldest first. */
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
  /** Whether another invocation of its version was running, so that a further environment was needed. */
  readonly isBusy: boolean;
}

export interface BreakdownQuery extends InvocationFilter {
  readonly fields: readonly BreakdownField[];
  /** Keys of promoted attributes; `invalid_input` for others. */
  readonly byAttributes?: readonly string[];
  /** Groups of each field, at most 1,000. */
  readonly limit: number;
  readonly sample?: number;
}

export interface Breakdown {
  /** Invocations that were counted. */
  readonly invocations: number;
  /** Whether they are all that the filter finds. */
  readonly complete: boolean;
  /** Start of the oldest one that was counted; null without any. */
  readonly since: number | null;
  readonly fields: readonly { readonly field: string; readonly groups: readonly BreakdownGroup[] }[];
}

export interface BreakdownGroup {
  /** Of a function its id; null when unknown. */
  readonly value: string | null;
  /** Of a function its name; else the value. */
  readonly label: string | null;
  readonly invocations: number;
  readonly errors: number;
  readonly coldStarts: number;
  readonly p50Ms: number;
  readonly p95Ms: number;
  /** Of those that could be priced; null when none could. */
  readonly cost: PicoUsd | null;
}

export interface DifferencesQuery {
  readonly selected: InvocationFilter;
  readonly among: InvocationFilter;
  /** Invocations of each side, at most 1,000; 400 unless told. */
  readonly sample?: number;
  /** After so many milliseconds no further span is read; 1000 unless told. */
  readonly budgetMs?: number;
}

export interface DifferenceCounts {
  /** Sizes of the samples, and of how many of them the spans were read. */
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
