import type { Attributes } from './attributes';

/** Position = OTLP's number. */
export const SPAN_KINDS = ['unspecified', 'internal', 'server', 'client', 'producer', 'consumer'] as const;
export const STATUS_CODES = ['unset', 'ok', 'error'] as const;

export type SpanKind = (typeof SPAN_KINDS)[number];
export type StatusCode = (typeof STATUS_CODES)[number];

/** What produced the telemetry. One object is shared by all spans and log records of an OTLP resource. */
export interface Resource {
  readonly attributes: Attributes;
}

/**
 * The instrumentation scope; name and version are '' when the sender gave none. Of a span's scope name and version are
 * stored, of a log record's the name only; the attributes are decoded, which checks them, and not stored.
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
  /** W3C flags in the low byte; 0x100 = "is remote" is known, 0x200 = the parent is remote. */
  readonly flags: number;
  readonly name: string;
  readonly kind: SpanKind;
  readonly startNs: bigint;
  /** Whether the sender gave no time at all and `startNs` is the time of receipt; false when left out. */
  readonly timeIsReceipt?: boolean;
  /** Never before `startNs`: a sender's negative duration is kept as 0. */
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
  /** Whether the sender gave no time at all and `timeNs` is the time of receipt; false when left out. */
  readonly timeIsReceipt?: boolean;
  /** How many records that are equal in everything came before it in the same request; 0 when left out. */
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

/** What a metric's point says: one number, or many values summed up. */
export type MetricKind = 'gauge' | 'sum' | 'histogram' | 'summary';

/** Whether a point covers the time since the point before it, or since the counting began. */
export type MetricTemporality = 'unspecified' | 'delta' | 'cumulative';

/** One data point of a metric that helps to complete invocations; other metrics are counted and not kept. */
export interface MetricPoint {
  readonly name: string;
  /** UCUM as sent (`By`, `s`, `ms`, `{invocation}`); '' when the sender gave none. */
  readonly unit: string;
  readonly kind: MetricKind;
  /** Always `unspecified` for a gauge or a summary. */
  readonly temporality: MetricTemporality;
  /** When the counting began; equal to `timeNs` when the sender gave none. */
  readonly startNs: bigint;
  /** The point's own time, else the time of receipt. */
  readonly timeNs: bigint;
  /** Whether the sender gave no time at all and `timeNs` is the time of receipt; false when left out. */
  readonly timeIsReceipt?: boolean;
  /** How many values the point stands for; 1 for a gauge or a sum. */
  readonly count: number;
  /** A gauge's or sum's value; all values of a histogram or summary added up, null when it does not say. */
  readonly sum: number | null;
  /** The smallest and the largest value of a histogram or summary (its quantiles 0 and 1), null when it does not say. */
  readonly min: number | null;
  readonly max: number | null;
  readonly attributes: Attributes;
  readonly resource: Resource;
  readonly scope: Scope;
}

export interface TelemetryBatch {
  readonly spans: readonly Span[];
  readonly logs: readonly LogRecord[];
  /** Left out when the request carried none. */
  readonly metrics?: readonly MetricPoint[];
}
