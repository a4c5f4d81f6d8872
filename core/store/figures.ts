import type { Outcome } from '../model/invocation';
import type { PicoUsd } from '../model/money';
import type { TimeRange } from '../model/time-range';
import type { CostParts } from './costs';

export interface FiguresQuery {
  readonly range: TimeRange;
  readonly environment?: string;
  readonly functionId?: string;
  /** False: percentiles may be null, which saves most of the work; nothing else changes. Default true. */
  readonly percentiles?: boolean;
  /** False: all parts of `costs` may be 0, which saves a third of the work; nothing else changes. Default true. */
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
  /** Every invocation whose outcome is not `ok`, including timeouts, ooms and the outcome `throttled`. */
  readonly errors: number;
  /** errors / invocations, 0 to 1; null without invocations. */
  readonly errorRate: number | null;
  readonly timeouts: number;
  readonly ooms: number;
  /**
   * Invocations with the outcome `throttled`, and attempts that a platform counted as throttled: those never ran, so
   * they are neither invocations nor errors. Null when there are none of the former and no platform counts the latter.
   */
  readonly throttles: number | null;
  readonly coldStarts: number;
  /** coldStarts / invocations, 0 to 1; null without invocations. */
  readonly coldStartRate: number | null;
  readonly durationMs: DurationFigures;
  /** Init times of the invocations that paid for one; null when none is known. */
  readonly initMs: { readonly p50: number | null; readonly p95: number | null };
  /** Memory used at most, as a share of what was allotted (0 to 1); within 1 %. Null when nothing reported it. */
  readonly memoryShare: { readonly p50: number | null; readonly max: number | null };
  /** Billed time, where known. */
  readonly billedDurationMs: number;
  /** Sum over the invocations that could be priced. */
  readonly cost: PicoUsd;
  readonly costs: CostParts;
  /** How many invocations could not be priced and are missing from `cost`. */
  readonly unpriced: number;
  /** Null when nothing reported, counted or numbered executions: then what is missing is unknown. */
  readonly coverage: Coverage | null;
}

/**
 * What platforms reported, compared with what the functions themselves sent. For each function: executions that a
 * platform reported individually, or, where these are more in the range, those that a platform counted
 * (`countOfMetric`) or the function's own process numbered (`countOfSpan`; the greatest of several counts). Counts
 * belong to the minute in which they were taken, so the steps of a series may add up to slightly more than its range.
 */
export interface Coverage {
  /** Reported executions that are invocations, with a span or after waiting for one; or counted executions. */
  readonly expected: number;
  /** Those of them with a span; of counted executions, as many as there are invocations with a span. */
  readonly received: number;
}

export interface SeriesPoint extends Totals {
  /** Start of the step. */
  readonly t: number;
}
