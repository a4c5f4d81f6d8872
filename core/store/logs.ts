import type { Attributes } from '../model/attributes';
import type { TimeRange } from '../model/time-range';
import type { Page, PageQuery } from './page';

/** What log records are narrowed to, besides their time. */
export interface LogFilters {
  readonly environment?: string;
  /** Records name their function through their resource, and where functions share one, through their trace. */
  readonly functionId?: string;
  readonly traceId?: string;
  readonly spanId?: string;
  /** Lowest OpenTelemetry severity number to show. */
  readonly minSeverity?: number;
  /** Highest one; 0: only records without a severity. */
  readonly maxSeverity?: number;
  /** Words that must all occur in the body; "quoted text" is a phrase. Anything may be typed: nothing is an error. */
  readonly q?: string;
  /**
   * Attributes of the record that must all read so: a text, or the number or boolean that reads like it. `service.name`
   * is the resource's.
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
  /** How long to read, in milliseconds; 200 unless told. */
  readonly budgetMs?: number;
}

/** Records by severity: position 0 without one, then trace, debug, info, warn, error, fatal. */
export type SeverityCounts = readonly number[];

export interface LogStep {
  /** Start of the step, milliseconds since the epoch. */
  readonly start: number;
  readonly counts: SeverityCounts;
}

export interface LogCounts {
  /** Oldest first, without gaps. The first and the last one count only what lies inside the range. */
  readonly steps: readonly LogStep[];
  /** Of all steps together. */
  readonly counts: SeverityCounts;
  /** Whether every record was looked at; else the counts are scaled up from some of them. */
  readonly exact: boolean;
  /** Of how many records that may match so many were looked at. */
  readonly lookedAt: number;
  readonly candidates: number;
}

export interface LogArrivalsQuery extends LogFilters {
  /** Answer of the call before; null to begin here and now. */
  readonly after: string | null;
  /** About how many records to answer: the answer ends with the block that reaches it. */
  readonly limit: number;
}

export interface LogArrivals {
  /** What was stored since, whatever its time, the earliest time first. */
  readonly items: readonly LogRow[];
  readonly cursor: string;
  /** Whether more is there already. */
  readonly more: boolean;
}

/** The part of the store's contract that is about logs; what `store.ts` says of all reads holds here. */
export interface LogReader {
  logs(query: LogsQuery): Promise<Page<LogRow>>;
  /**
   * How many records there are in each step and severity. Equal to what `logs` answers when `exact`; else an estimate
   * from blocks in a random order, for as long as the budget lasts. More than 2,000 steps are refused with `invalid_input`.
   */
  logCounts(query: LogCountsQuery): Promise<LogCounts>;
  /**
   * What was stored after the cursor was given, in the order of its arrival: nothing is left out, however late or early
   * its time is. A record may come again once, when the engine moved it between two calls; its id is the same then.
   * @throws FaaslensError `invalid_input` for a cursor that is none.
   */
  logArrivals(query: LogArrivalsQuery): Promise<LogArrivals>;
}
