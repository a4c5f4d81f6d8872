import type { Attributes } from '../model/attributes';
import type { TimeRange } from '../model/time-range';
import type { Page, PageQuery } from './page';

/** Conditions on log records, besides their time. */
export interface LogFilters {
  readonly environment?: string;
  /** A record's function is known from its resource, or, if several functions share one, from its trace. */
  readonly functionId?: string;
  readonly traceId?: string;
  readonly spanId?: string;
  /** Lowest OpenTelemetry severity number to show. */
  readonly minSeverity?: number;
  /** Highest severity number; 0: only records without a severity. */
  readonly maxSeverity?: number;
  /** Words that must all occur in the body; "quoted text" is a phrase. Any input is valid. */
  readonly q?: string;
  /**
   * Attributes that the record must all have: a string, or the number or boolean written that way. `service.name` is
   * that of the resource.
   */
  readonly attributes?: readonly LogAttribute[];
}

export interface LogAttribute {
  readonly key: string;
  readonly value: string;
}

export interface LogsQuery extends PageQuery, LogFilters {
  readonly range: TimeRange;
}

export interface LogRow {
  readonly id: string;
  readonly time: number;
  readonly severity: number;
  readonly severityText: string;
  readonly body: string;
  readonly service: string;
  readonly functionId: string | null;
  readonly functionName: string | null;
  readonly traceId: string | null;
  readonly spanId: string | null;
  readonly attributes: Attributes;
}

export interface LogCountsQuery extends LogFilters {
  readonly range: TimeRange;
  /** Milliseconds. */
  readonly stepMs: number;
  /** How long to read, in milliseconds; default 200. */
  readonly budgetMs?: number;
}

/** Records by severity: at position 0 those without one, then trace, debug, info, warn, error, fatal. */
export type SeverityCounts = readonly number[];

export interface LogStep {
  /** Start of the step, milliseconds since the epoch. */
  readonly start: number;
  readonly counts: SeverityCounts;
}

export interface LogCounts {
  /** Oldest first, without gaps. The first and last count only what lies inside the range. */
  readonly steps: readonly LogStep[];
  /** Sums over all steps. */
  readonly counts: SeverityCounts;
  /** Whether every record was examined; otherwise the counts are scaled up from a sample. */
  readonly exact: boolean;
  /** How many of the records that may match were examined. */
  readonly lookedAt: number;
  readonly candidates: number;
}

export interface LogArrivalsQuery extends LogFilters {
  /** The cursor of the previous result; null to begin here and now. */
  readonly after: string | null;
  /** About how many records to return: the result ends with the block that reaches this number. */
  readonly limit: number;
}

export interface LogArrivals {
  /** What was stored since, whatever its time; earliest time first. */
  readonly items: readonly LogRow[];
  readonly cursor: string;
  /** Whether more is already stored. */
  readonly more: boolean;
}

/** The part of the store contract that covers logs; what `store.ts` says about all reads applies. */
export interface LogReader {
  logs(query: LogsQuery): Promise<Page<LogRow>>;
  /**
   * How many records there are per step and severity. Equal to the result of `logs` when `exact`; otherwise an estimate
   * from blocks read in random order for as long as the budget lasts. More than 2,000 steps are refused with
   * `invalid_input`.
   */
  logCounts(query: LogCountsQuery): Promise<LogCounts>;
  /**
   * What was stored after the cursor was issued, in order of arrival: nothing is left out, however late or early its
   * time. A record may come a second time, with the same id, when the engine moved it between two calls.
   * @throws FaaslensError `invalid_input` for an invalid cursor.
   */
  logArrivals(query: LogArrivalsQuery): Promise<LogArrivals>;
}
