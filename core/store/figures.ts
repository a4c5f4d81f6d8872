import type { Outcome } from '../model/invocation';
import type { PicoUsd } from '../model/money';
import type { TimeRange } from '../model/time-range';
import type { CostParts } from './costs';

export interface FiguresQuery {
  readonly range: TimeRange;
  readonly environment?: string;
  readonly functionId?: string;
  /** False: percentiles may be null, which saves most of the work; all else is the same. True unless told. */
  readonly percentiles?: boolean;
  /** False: all parts of `costs` may be 0, which saves a third of the work; all else is the same. True unless told. */
  readonly costs?: boolean;
}

/** Durations are null when there was no invocation; percentiles are within 1 % of the true value. */
export interface DurationFigures {
  readonly avg: number | null;
  readonly p50: number | null;
  readonly p95: number | null;
  readonly p99: number | null;
  readonly max: number | null;
}

export interface Totals {
  readonly invocations: number;
  /** Adds up to `invocations`. */
  readonly outcomes: Readonly<Record<Outcome, number>>;
  /** Every invocation whose outcome is not `ok`; timeouts, ooms and those with the outcome `throttled` are among them. */
  readonly errors: number;
  /** errors / invocations, 0 to 1; null when there was none. */
  readonly errorRate: number | null;
  readonly timeouts: number;
  readonly ooms: number;
  /**
   * Invocations with the outcome `throttled`, and attempts that a platform counted as throttled: those never ran, so they
   * are no invocations and no errors. Null when there are none of the former and no platform counts the latter.
   */
  readonly throttles: number | null;
  readonly coldStarts: number;
  /** coldStarts / invocations, 0 to 1; null when there was none. */
  readonly coldStartRate: number | null;
  readonly durationMs: DurationFigures;
  /** Times that environments took to start, of the invocations that paid for one; null when none is known. */
  readonly initMs: { readonly p50: number | null; readonly p95: number | null };
  /** Most memory used, of what was allotted; 1 is all of it. Null when no one told; within 1 %. */
  readonly memoryShare: { readonly p50: number | null; readonly max: number | null };
  /** Billed time, as far as it is known. */
  readonly billedDurationMs: number;
  /** Sum over the invocations that could be priced. */
  readonly cost: PicoUsd;
  readonly costs: CostParts;
  /** How many invocations could not be priced and are missing in `cost`. */
  readonly unpriced: number;
  /** Null when nobody reported, counted or numbered executions: then nobody knows what is missing. */
  readonly coverage: Coverage | null;
}

/**
 * What platforms reported against what came from the functions themselves. Of each function, executions that a platform
 * reported one by one; or those that a platform counted (`countOfMetric`) or the function's own process numbered
 * (`countOfSpan`; of several counts the greatest) where these are more in the range. Counts are of the minute in which they were taken, so the steps of a series may add up to a
 * little more than its range.
 */
export interface Coverage {
  /** Reported executions that are invocations, with a span or after waiting for one; or counted ones. */
  readonly expected: number;
  /** Of these, those with a span; of counted ones, as many as there are invocations with a span. */
  readonly received: number;
}

export interface SeriesPoint extends Totals {
  /** Start of the step. */
  readonly t: number;
}
