import type { Attributes } from '../model/attributes';
import type { TimeRange } from '../model/time-range';
import type { Bulletin } from './bulletin';

/** The tables that the OpenTelemetry Collector's ClickHouse exporter fills, by content. */
export type OtelSignal = 'traces' | 'logs';

interface OtelRow {
  /** Nanoseconds since the epoch, as decimal text. */
  readonly timeNs: string;
  /** Distinguishes rows with the same time; equal rows have equal ties. */
  readonly tie: string;
  readonly traceId: string;
  readonly spanId: string;
  readonly service: string;
  readonly resource: Attributes;
  readonly scopeName: string;
  readonly scopeVersion: string;
  readonly attributes: Attributes;
}

/** A row of `otel_traces`. The lists of events and of links each have one entry per event or link. */
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
 * What the OpenTelemetry Collector wrote to a ClickHouse database; never written to. Times are those of rows: the start
 * of a span, the time of a log record. All calls reject with `unavailable` while the server is unreachable, and with
 * `invalid_input` when a table or column is not as the exporter creates it.
 */
export interface OtelTables {
  /**
   * How many rows each step of the range holds; empty steps are left out. The range and its steps are whole seconds, in
   * milliseconds.
   */
  counts(
    signal: OtelSignal,
    range: TimeRange,
    stepMs: number,
  ): Promise<readonly { readonly atMs: number; readonly rows: number }[]>;
  /** The time of the newest row of the range; null when it has none. */
  newest(signal: OtelSignal, range: TimeRange): Promise<number | null>;
  /**
   * About `limit` of the oldest rows of the range that follow `after`, the last row read before. Equal rows are never
   * split, so there may be more than requested; an empty result means there are no more.
   */
  rows(
    signal: OtelSignal,
    range: TimeRange,
    limit: number,
    after?: Pick<OtelRow, 'timeNs' | 'tie'>,
  ): Promise<OtelRows>;
  /** Where the reader keeps its progress, as a text of its own. */
  progress(signal: OtelSignal): Pick<Bulletin, 'publish' | 'readAfter'>;
  close(): Promise<void>;
}
