import type { Attributes } from '../model/attributes';
import type { TimeRange } from '../model/time-range';
import type { Bulletin } from './bulletin';

/** The tables that the ClickHouse exporter of the OpenTelemetry Collector fills, by what is in them. */
export type OtelSignal = 'traces' | 'logs';

interface OtelRow {
  /** Nanoseconds since the epoch, as decimal text. */
  readonly timeNs: string;
  /** Tells rows of one time apart; equal rows have equal ones. */
  readonly tie: string;
  readonly traceId: string;
  readonly spanId: string;
  readonly service: string;
  readonly resource: Attributes;
  readonly scopeName: string;
  readonly scopeVersion: string;
  readonly attributes: Attributes;
}

/** A row of `otel_traces`. Of events and links each list has one entry for each of them. */
export interface OtelSpanRow extends OtelRow {
  readonly parentSpanId: string;
  readonly traceState: string;
  readonly name: string;
  readonly kind: string;
  /** Nanoseconds, as decimal text. */
  readonly duration: string;
  readonly status: string;
  readonly statusMessage: string;
  readonly eventTimes: readonly string[];
  readonly eventNames: readonly string[];
  readonly eventAttributes: readonly Attributes[];
  readonly linkTraceIds: readonly string[];
  readonly linkSpanIds: readonly string[];
  readonly linkAttributes: readonly Attributes[];
}

/** A row of `otel_logs`. */
export interface OtelLogRow extends OtelRow {
  readonly severity: number;
  readonly severityText: string;
  readonly body: string;
  readonly eventName: string;
}

/** Rows of one signal, oldest first. */
export type OtelRows =
  | { readonly signal: 'traces'; readonly rows: readonly OtelSpanRow[] }
  | { readonly signal: 'logs'; readonly rows: readonly OtelLogRow[] };

/**
 * What the OpenTelemetry Collector wrote to a ClickHouse database, to be read only. Times are those of rows: the start of a
 * span, the time of a log record. All reject with `unavailable` while the server cannot be asked, and with `invalid_input`
 * when a table or a column is not as the exporter makes it.
 */
export interface OtelTables {
  /** How many rows each step of the range holds; empty steps are left out. The range and its steps: whole seconds, in ms. */
  counts(
    signal: OtelSignal,
    range: TimeRange,
    stepMs: number,
  ): Promise<readonly { readonly atMs: number; readonly rows: number }[]>;
  /** The time of the newest row of the range; null when it has none. */
  newest(signal: OtelSignal, range: TimeRange): Promise<number | null>;
  /**
   * About so many of the oldest rows of the range that come behind `after`, the last row that was read before. Rows that are
   * equal are never parted, so that there may be more than were asked for; none: there are no more.
   */
  rows(
    signal: OtelSignal,
    range: TimeRange,
    limit: number,
    after?: Pick<OtelRow, 'timeNs' | 'tie'>,
  ): Promise<OtelRows>;
  /** Where what was read so far is kept: a text of the reader's own. */
  progress(signal: OtelSignal): Pick<Bulletin, 'publish' | 'readAfter'>;
  close(): Promise<void>;
}
