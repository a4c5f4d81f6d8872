import type { TimeRange } from '../model/time-range';
import type { HistogramColumn } from './histogram-column';

/**
 * What figure rows can count. Times are nanoseconds, money 10^-12 USD; sums are doubles, exact up to 2^53. `unpriced` are
 * invocations whose cost nobody knows.
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
 * The part of the store's contract that alert rules are evaluated with: the figures of all groups in one answer, in
 * columns, because there are many. Ranges are of whole minutes; what `store.ts` says of all reads holds here, but that
 * there is no limit: a row takes a few bytes. Before `keptSince` only counters of whole hours are left: of a range that
 * begins there, those hours count that begin in it.
 */
export interface AlertFigureReader {
  /**
   * Since when rows and counters of single minutes are kept: the start of an hour, milliseconds since the epoch. 0 while
   * nothing was ever removed. To be asked after what it is to be held against, because it rises before anything goes.
   */
  keptSince(): Promise<number>;
  /** Counters of functions; equal to `totals` of each. Functions without invocations in the range have no row. */
  functionFigures(query: FunctionFiguresQuery): Promise<FigureRows>;
  /**
   * The same counted from the rows of invocations, which know more: versions, values of promoted attributes, inits and
   * memory. `detail` of a group is the version ('' when it has none) or the value.
   * @throws FaaslensError `invalid_input` for an attribute that is not promoted.
   */
  invocationFigures(query: InvocationFiguresQuery): Promise<InvocationFigureRows>;
  /**
   * Counters of calls with every column of theirs, equal to `dependencies` of each function and dependency. `detail` of a
   * group is the dependency; `durations` are those of calls.
   */
  dependencyFigures(query: DependencyFiguresQuery): Promise<FigureRows>;
  /**
   * The start of the newest minute in which each function was invoked, before `beforeMs` and not before `afterMs`;
   * functions without one are left out. Before `keptSince` it is the last minute of the newest hour.
   */
  lastRuns(query: {
    readonly afterMs: number;
    readonly beforeMs: number;
  }): Promise<readonly { readonly functionId: string; readonly at: number }[]>;
  /** Attempts that platforms counted as throttled, per function and minute, before `keptSince` per hour; those without a count are left out. */
  throttledAttempts(query: {
    readonly range: TimeRange;
  }): Promise<readonly { readonly functionId: string; readonly at: number; readonly attempts: number }[]>;
  /** Groups of errors that were seen for the first time in the range, and in which function; in no order. */
  newErrors(query: {
    readonly range: TimeRange;
  }): Promise<readonly { readonly functionId: string | null; readonly at: number }[]>;
}

export interface FunctionFiguresQuery {
  readonly range: TimeRange;
  /** Left out: all functions. */
  readonly functionIds?: readonly string[];
  readonly columns: readonly FigureColumn[];
  /** With the histograms of durations. */
  readonly durations: boolean;
  /** Rows of single minutes, before `keptSince` of hours; else rows of any length, which together make up the range. */
  readonly perMinute: boolean;
}

export interface DependencyFiguresQuery {
  readonly range: TimeRange;
  /** Left out: all of them. */
  readonly environment?: string;
  readonly functionIds?: readonly string[];
  /** Left out: all of them. */
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

/** Parallel columns, in no order. */
export interface FigureRows {
  readonly groups: readonly { readonly functionId: string; readonly detail: string | null }[];
  /** Positions in `groups`. */
  readonly group: Uint32Array;
  /** Start of the row, minutes since the epoch. */
  readonly minute: Uint32Array;
  /** Those that were asked for. */
  readonly counts: { readonly [Column in FigureColumn | CallColumn]?: Float64Array };
  /** Null when not asked for. */
  readonly durations: HistogramColumn | null;
}

/** Rows of single minutes, with every column. */
export interface InvocationFigureRows extends FigureRows {
  /** Histograms of init times; empty where none is known. */
  readonly inits: HistogramColumn;
  /** The highest share of its memory that an invocation used; NaN where none is known. */
  readonly memoryShare: Float64Array;
}
