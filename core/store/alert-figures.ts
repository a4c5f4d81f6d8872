import type { TimeRange } from '../model/time-range';
import type { HistogramColumn } from './histogram-column';

/**
 * What figure rows can count. Times are nanoseconds, money is 10^-12 USD; sums are doubles, exact up to 2^53.
 * `unpriced` counts invocations whose cost is unknown.
 */
export const FIGURE_COLUMNS = [
  'invocations',
  'ok',
  'error',
  'timeout',
  'oom',
  'throttled',
  'coldStarts',
  'durationSumNs',
  'durationMaxNs',
  'costPicoUsd',
  'unpriced',
] as const;

export type FigureColumn = (typeof FIGURE_COLUMNS)[number];

/** What the rows of dependencies count instead. */
export const CALL_COLUMNS = ['calls', 'failedCalls'] as const;

export type CallColumn = (typeof CALL_COLUMNS)[number];

/**
 * The part of the store contract that alert rules are evaluated with: the figures of all groups in one result, in
 * columns because there are many. Ranges are whole minutes; what `store.ts` says about all reads applies, except that
 * there is no limit, since a row takes only a few bytes. Before `keptSince` only hourly counters remain: a range that
 * begins there includes the hours that begin in it.
 */
export interface AlertFigureReader {
  /**
   * Since when rows and minute counters are kept: the start of an hour, in milliseconds since the epoch; 0 while
   * nothing was ever removed. Call it after the reads that it qualifies, because it rises before anything is removed.
   */
  keptSince(): Promise<number>;
  /** Counters of functions, equal to the `totals` of each. Functions without invocations in the range have no row. */
  functionFigures(query: FunctionFiguresQuery): Promise<FigureRows>;
  /**
   * The same, counted from invocation rows, which know more: versions, values of promoted attributes, inits and memory.
   * A group's `detail` is the version ('' when it has none) or the value.
   * @throws FaaslensError `invalid_input` for an attribute that is not promoted.
   */
  invocationFigures(query: InvocationFiguresQuery): Promise<InvocationFigureRows>;
  /**
   * Counters of calls, with all their columns, equal to `dependencies` of each function and dependency. A group's
   * `detail` is the dependency; `durations` are those of calls.
   */
  dependencyFigures(query: DependencyFiguresQuery): Promise<FigureRows>;
  /**
   * The start of the newest minute from `afterMs` to before `beforeMs` in which each function was invoked; functions
   * without one are left out. Before `keptSince`, it is the last minute of the newest hour.
   */
  lastRuns(query: {
    readonly afterMs: number;
    readonly beforeMs: number;
  }): Promise<readonly { readonly functionId: string; readonly at: number }[]>;
  /**
   * Attempts that platforms counted as throttled, per function and minute (per hour before `keptSince`); functions
   * without a count are left out.
   */
  throttledAttempts(query: {
    readonly range: TimeRange;
  }): Promise<readonly { readonly functionId: string; readonly at: number; readonly attempts: number }[]>;
  /** Error groups first seen in the range, and in which function; unordered. */
  newErrors(query: {
    readonly range: TimeRange;
  }): Promise<readonly { readonly functionId: string | null; readonly at: number }[]>;
}

export interface FunctionFiguresQuery {
  readonly range: TimeRange;
  /** Omitted: all functions. */
  readonly functionIds?: readonly string[];
  readonly columns: readonly FigureColumn[];
  /** Whether to include histograms of durations. */
  readonly durations: boolean;
  /** Rows of single minutes (hours before `keptSince`); otherwise rows of any length that together make up the range. */
  readonly perMinute: boolean;
}

export interface DependencyFiguresQuery {
  readonly range: TimeRange;
  /** Omitted: all environments. */
  readonly environment?: string;
  readonly functionIds?: readonly string[];
  /** Omitted: all dependencies. */
  readonly dependency?: string;
  readonly durations: boolean;
  /** As in `FunctionFiguresQuery`. */
  readonly perMinute: boolean;
}

export interface InvocationFiguresQuery {
  readonly range: TimeRange;
  readonly functionIds?: readonly string[];
  readonly by: { readonly kind: 'version' } | { readonly kind: 'attribute'; readonly key: string };
  readonly durations: boolean;
}

/** Parallel columns, unordered. */
export interface FigureRows {
  readonly groups: readonly { readonly functionId: string; readonly detail: string | null }[];
  /** Positions in `groups`. */
  readonly group: Uint32Array;
  /** Start of the row, in minutes since the epoch. */
  readonly minute: Uint32Array;
  /** The requested columns. */
  readonly counts: { readonly [Column in FigureColumn | CallColumn]?: Float64Array };
  /** Null unless requested. */
  readonly durations: HistogramColumn | null;
}

/** Rows of single minutes, with every column. */
export interface InvocationFigureRows extends FigureRows {
  /** Histograms of init times; empty where none is known. */
  readonly inits: HistogramColumn;
  /** The largest share of its memory that an invocation used; NaN where none is known. */
  readonly memoryShare: Float64Array;
}
