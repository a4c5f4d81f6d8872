import type { Attributes } from './attributes';

/** The index is OTLP's number. */
export const SPAN_KINDS = ['unspecified', 'internal', 'server', 'client', 'producer', 'consumer'] as const;
export const STATUS_CODES = ['unset', 'ok', 'error'] as const;

export type SpanKind = (typeof SPAN_KINDS)[number];
export type StatusCode = (typeof STATUS_CODES)[number];

/** What produced the telemetry. One object is shared by all spans and log records of an OTLP resource. */
export interface Resource {
  readonly attributes: Attributes;
}

/**
 * The instrumentation scope; name and version are '' if not sent. For a span, name and version are stored, for a log record only
 * the name; attributes are decoded, which validates them, but not stored.
 */
export interface Scope {
  readonly name: string;
  readonly version: string;
  readonly attributes: Attributes;
}

export interface SpanEvent {
  readonly name: string;
  readonly timeNs: bigint;
  readonly attributes: Attributes;
}

export interface SpanLink {
  readonly traceId: string;
  readonly spanId: string;
  readonly attributes: Attributes;
}

/** One span as received. Ids are lower-case hex (32 and 16 digits); times are nanoseconds since the epoch. */
export interface Span {
  readonly traceId: string;
  readonly spanId: string;
  readonly parentSpanId: string | null;
  readonly traceState: string;
  /** W3C flags in the low byte; 0x100: whether the parent is remote is known; 0x200: it is remote. */
  readonly flags: number;
  readonly name: string;
  readonly kind: SpanKind;
  readonly startNs: bigint;
  /** Whether the sender gave no time at all and `startNs` is the time of receipt; false if omitted. */
  readonly timeIsReceipt?: boolean;
  /** Never before `startNs`: a negative duration is stored as 0. */
  readonly endNs: bigint;
  readonly status: StatusCode;
  readonly statusMessage: string;
  readonly attributes: Attributes;
  readonly events: readonly SpanEvent[];
  readonly links: readonly SpanLink[];
  readonly resource: Resource;
  readonly scope: Scope;
}

/** One log record as received. `traceId` and `spanId` are null when the record is not part of a trace. */
export interface LogRecord {
  /** The record's own time, else the observed time, else the time of receipt. */
  readonly timeNs: bigint;
  /** Whether the sender gave no time at all and `timeNs` is the time of receipt; false if omitted. */
  readonly timeIsReceipt?: boolean;
  /** How many identical records preceded it in the same request; 0 if omitted. */
  readonly repeat?: number;
  /** OpenTelemetry severity number 0 (unspecified) to 24. */
  readonly severity: number;
  readonly severityText: string;
  /** The body as text; structured bodies are JSON. */
  readonly body: string;
  readonly attributes: Attributes;
  readonly traceId: string | null;
  readonly spanId: string | null;
  readonly resource: Resource;
  readonly scope: Scope;
}

/** What a metric point holds: one number, or a summary of many values. */
export type MetricKind = 'gauge' | 'sum' | 'histogram' | 'summary';

/** Whether a point covers the time since the previous point, or since counting began. */
export type MetricTemporality = 'unspecified' | 'delta' | 'cumulative';

/** One data point of a metric that helps to complete invocations; other metrics are counted but not kept. */
export interface MetricPoint {
  readonly name: string;
  /** UCUM as sent (`By`, `s`, `ms`, `{invocation}`); '' if not sent. */
  readonly unit: string;
  readonly kind: MetricKind;
  /** Always `unspecified` for a gauge or a summary. */
  readonly temporality: MetricTemporality;
  /** When counting began; equal to `timeNs` if not sent. */
  readonly startNs: bigint;
  /** The point's own time, else the time of receipt. */
  readonly timeNs: bigint;
  /** Whether the sender gave no time at all and `timeNs` is the time of receipt; false if omitted. */
  readonly timeIsReceipt?: boolean;
  /** How many values the point stands for; 1 for a gauge or a sum. */
  readonly count: number;
  /** The value of a gauge or sum; the sum of all values of a histogram or summary, null if not sent. */
  readonly sum: number | null;
  /** The smallest and largest value of a histogram or summary (its quantiles 0 and 1), null if not sent. */
  readonly min: number | null;
  readonly max: number | null;
  readonly attributes: Attributes;
  readonly resource: Resource;
  readonly scope: Scope;
}

export interface TelemetryBatch {
  readonly spans: readonly Span[];
  readonly logs: readonly LogRecord[];
  /** Omitted when the request carried none. */
  readonly metrics?: readonly MetricPoint[];
}
