import { DurationHistogram } from '../../model/histogram';
import type { CallColumn, FigureColumn, FigureRows } from '../../store/alert-figures';
import { type HistogramColumn, isEmptyRow, mergeRow } from '../../store/histogram-column';

type Column = FigureColumn | CallColumn;

/** What a group did in a window. Sums are doubles: exact to 2^53. */
export interface WindowFigures {
  readonly counts: Readonly<Record<Column, number>>;
  /** Attempts that platforms counted as throttled; null when they were not counted. */
  readonly throttledAttempts: number | null;
  /** Percentiles in milliseconds, of calls in windows of dependencies; null when there was nothing, or when they were not asked for. */
  durationMs(q: number): number | null;
  initMs(q: number): number | null;
  /** Null when no invocation's is known. */
  readonly memoryShare: number | null;
}

const NO_COUNTS: Readonly<Record<Column, number>> = {
  invocations: 0,
  ok: 0,
  error: 0,
  timeout: 0,
  oom: 0,
  throttled: 0,
  coldStarts: 0,
  durationSumNs: 0,
  durationMaxNs: 0,
  costPicoUsd: 0,
  unpriced: 0,
  calls: 0,
  failedCalls: 0,
};

/** Of a window in which nothing happened. */
export const NOTHING: WindowFigures = {
  counts: NO_COUNTS,
  throttledAttempts: null,
  durationMs: () => null,
  initMs: () => null,
  memoryShare: null,
};

type Rows = FigureRows & { readonly inits?: HistogramColumn; readonly memoryShare?: Float64Array };

/** What is added up; of `durationMaxNs` the greatest counts. */
export const SUMMED = (Object.keys(NO_COUNTS) as Column[]).filter(
  (column): column is Exclude<Column, 'durationMaxNs'> => column !== 'durationMaxNs',
);

interface SummedColumn {
  readonly column: Column;
  readonly values: Float64Array;
}

/** Rows with the columns that they have, looked up once for all of them. */
export interface RowsToSum {
  readonly rows: Rows;
  readonly columns: readonly SummedColumn[];
}

export function rowsToSum(rows: Rows): RowsToSum {
  const columns = SUMMED.flatMap((column) => {
    const values = rows.counts[column];
    return values === undefined ? [] : [{ column, values }];
  });
  return { rows, columns };
}

/** Adds up rows. */
export class FigureSums implements WindowFigures {
  readonly counts: Record<Column, number> = { ...NO_COUNTS };
  throttledAttempts: number | null = null;
  memoryShare: number | null = null;
  private durations: DurationHistogram | null = null;
  private inits: DurationHistogram | null = null;

  add({ rows, columns }: RowsToSum, index: number): void {
    // A plain loop: a round adds a million rows.
    for (let position = 0; position < columns.length; position += 1) {
      const one = columns[position];
      if (one !== undefined) this.counts[one.column] += one.values[index] ?? 0;
    }
    const { durations, inits } = rows;
    if (durations !== null) {
      this.durations ??= new DurationHistogram();
      mergeRow(this.durations, durations, index);
    }
    if (inits !== undefined && !isEmptyRow(inits, index)) {
      this.inits ??= new DurationHistogram();
      mergeRow(this.inits, inits, index);
    }
    const durationNs = rows.counts.durationMaxNs?.[index] ?? 0;
    if (durationNs > this.counts.durationMaxNs) this.counts.durationMaxNs = durationNs;
    const share = rows.memoryShare?.[index] ?? Number.NaN;
    if (share > (this.memoryShare ?? Number.NEGATIVE_INFINITY)) this.memoryShare = share;
  }

  addThrottled(attempts: number): void {
    this.throttledAttempts = (this.throttledAttempts ?? 0) + attempts;
  }

  durationMs(q: number): number | null {
    return durationMsOf(this.durations, this.counts, q);
  }

  initMs(q: number): number | null {
    return initMsOf(this.inits, q);
  }
}

/** A percentile in milliseconds: no longer than the longest one, which is exact; of calls it is not kept. */
export function durationMsOf(
  durations: DurationHistogram | null,
  counts: Pick<WindowFigures['counts'], 'calls' | 'durationMaxNs'>,
  q: number,
): number | null {
  const ns = durations?.percentile(q) ?? null;
  if (ns === null) return null;
  return (counts.calls > 0 ? ns : Math.min(ns, counts.durationMaxNs)) / 1e6;
}

export function initMsOf(inits: DurationHistogram | null, q: number): number | null {
  const ns = inits?.percentile(q) ?? null;
  return ns === null ? null : ns / 1e6;
}

/** How many invocations, or calls, a window was counted from. */
export function samplesOf(window: Pick<WindowFigures, 'counts'> | undefined): number {
  // Rows of either kind count nothing of the other.
  return window === undefined ? 0 : window.counts.invocations + window.counts.calls;
}
