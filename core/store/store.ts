import type { Attributes } from '../model/attributes';
import type {
  CostPrecision,
  FunctionFacts,
  FunctionIdentity,
  InvocationSource,
  Outcome,
} from '../model/invocation';
import type { PicoUsd } from '../model/money';
import type { SpanKind, StatusCode, TelemetryBatch } from '../model/telemetry';
import type { TimeRange } from '../model/time-range';

/**
 * Telemetry at rest. These comments are the specification; `contract.ts` proves it against every engine.
 *
 * Common to all reads: an empty result is not an error; every read is bounded by a time range and a limit, or by
 * a trace id; lists are newest first and give an opaque cursor when there is more; times are fractional
 * milliseconds since the epoch (microsecond resolution), durations fractional milliseconds. A limit is a whole number
 * from 1 (else `invalid_input`); at most 10,000 rows are answered at once.
 */
export interface TelemetryWriter {
  /**
   * Resolves only when the whole batch is durable; rejects with `unavailable` when it is not (nothing of it is
   * then visible). Idempotent: writing the same spans and logs again, alone or inside another batch, changes no
   * row, no counter and no cost, also when times that were not sent differ; equal log records of one request are told
   * apart by their number. Spans may arrive in any order and in pieces: the result is the same. A span that
   * comes again with other content replaces the earlier one when it ends later (ties: an order of contents that does
   * not depend on arrival), and every figure that was derived from it follows. A trace holds at most 20,000 spans: those
   * that come after are refused, and counted.
   */
  write(batch: TelemetryBatch): Promise<WriteResult>;
  close(): Promise<void>;
}

export interface WriteResult {
  readonly spansStored: number;
  readonly spansRepeated: number;
  /** Spans that were not stored because 20,000 spans of their trace are stored already. */
  readonly spansRefused: number;
  readonly logsStored: number;
  readonly logsRepeated: number;
}

export interface TelemetryReader {
  /**
   * Exact figures of a range, which is widened to whole minutes. Equal to what the invocation rows say.
   * Without `functionId`: all functions (of the environment, when one is named).
   */
  totals(query: FiguresQuery): Promise<Totals>;
  /**
   * The same figures per step of `stepMs` (a multiple of a minute), oldest first, without gaps: empty steps count 0.
   * Steps start at multiples of `stepMs` since the epoch; the first and the last one count only what lies inside the
   * range, so that all steps together are its totals. More than 20,000 steps are refused with `invalid_input`.
   */
  series(query: FiguresQuery & { readonly stepMs: number }): Promise<readonly SeriesPoint[]>;
  /** Functions that were ever seen, with the figures of the range; those without invocations in it count 0. By name. */
  functions(query: FunctionsQuery): Promise<Page<FunctionWithTotals>>;
  /** Null when no function has the id. */
  function(functionId: string): Promise<FunctionRow | null>;
  /** The environments seen so far, sorted; '' is the unnamed one. */
  environments(): Promise<readonly string[]>;
  invocations(query: InvocationsQuery): Promise<Page<InvocationRow>>;
  traces(query: TracesQuery): Promise<Page<TraceRow>>;
  /** The spans of a trace without their attributes, by start time; null when no span of it is stored. */
  trace(traceId: string, limit: number): Promise<Trace | null>;
  /** One span in full, or null. */
  span(traceId: string, spanId: string): Promise<SpanDetail | null>;
  logs(query: LogsQuery): Promise<Page<LogRow>>;
  close(): Promise<void>;
}

export interface FiguresQuery {
  readonly range: TimeRange;
  readonly environment?: string;
  readonly functionId?: string;
}

export interface PageQuery {
  readonly limit: number;
  /** As given by the page before; one that this store did not make is refused with `invalid_input`. */
  readonly cursor?: string;
}

export interface Page<Item> {
  readonly items: readonly Item[];
  readonly nextCursor: string | null;
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
  /** Every invocation whose outcome is not `ok`; timeouts, ooms and throttles are among them. */
  readonly errors: number;
  /** errors / invocations, 0 to 1; null when there was none. */
  readonly errorRate: number | null;
  readonly timeouts: number;
  readonly ooms: number;
  readonly throttles: number;
  readonly coldStarts: number;
  /** coldStarts / invocations, 0 to 1; null when there was none. */
  readonly coldStartRate: number | null;
  readonly durationMs: DurationFigures;
  /** Billed time, as far as it is known. */
  readonly billedDurationMs: number;
  /** Sum over the invocations that could be priced. */
  readonly cost: PicoUsd;
  /** How many invocations could not be priced and are missing in `cost`. */
  readonly unpriced: number;
}

export interface SeriesPoint extends Totals {
  /** Start of the step. */
  readonly t: number;
}

export interface FunctionsQuery extends PageQuery {
  readonly range: TimeRange;
  readonly environment?: string;
  /** Part of the name, without regard to case. */
  readonly search?: string;
}

export interface FunctionRow extends FunctionIdentity, FunctionFacts {
  readonly firstSeen: number;
  /**
   * The newest invocation's start, and the facts are that invocation's. Those that start more than a day after they are
   * written only count when there are no others.
   */
  readonly lastSeen: number;
}

export interface FunctionWithTotals {
  readonly function: FunctionRow;
  readonly totals: Totals;
}

export interface InvocationsQuery extends PageQuery {
  readonly range: TimeRange;
  readonly environment?: string;
  readonly functionId?: string;
  readonly traceId?: string;
  readonly outcome?: Outcome;
  readonly coldStart?: boolean;
  readonly minDurationMs?: number;
  /** Part of the function's name, error type or error message, or a whole invocation or trace id. */
  readonly q?: string;
}

export interface InvocationRow {
  readonly traceId: string;
  readonly spanId: string;
  readonly functionId: string;
  readonly functionName: string;
  readonly environment: string;
  readonly region: string;
  readonly provider: string;
  readonly architecture: string | null;
  readonly source: InvocationSource;
  readonly invocationId: string | null;
  readonly version: string | null;
  readonly trigger: string | null;
  readonly startTime: number;
  readonly durationMs: number;
  readonly initDurationMs: number | null;
  readonly billedDurationMs: number | null;
  readonly reportedBilledMs: number | null;
  readonly coldStart: boolean | null;
  readonly outcome: Outcome;
  readonly errorType: string | null;
  readonly errorMessage: string | null;
  readonly memoryMb: number | null;
  readonly maxMemoryUsedMb: number | null;
  readonly cost: PicoUsd | null;
  readonly costPrecision: CostPrecision | null;
  readonly costNote: string | null;
}

export interface TracesQuery extends PageQuery {
  readonly range: TimeRange;
  readonly environment?: string;
  readonly functionId?: string;
  /** Only traces with at least one span of status error. */
  readonly errorsOnly?: boolean;
  /** Part of the root span's name, or a whole trace id. */
  readonly q?: string;
}

export interface TraceRow {
  readonly traceId: string;
  /** Name of the span without a stored parent that starts first. */
  readonly rootName: string;
  readonly startTime: number;
  readonly durationMs: number;
  readonly spanCount: number;
  readonly errorCount: number;
  /** Names of the functions invoked in it, sorted. */
  readonly functions: readonly string[];
  /** Sum of the invocations that could be priced; null when none could. */
  readonly cost: PicoUsd | null;
}

export interface Trace {
  readonly traceId: string;
  readonly spans: readonly TraceSpan[];
  /** How many spans are stored; more than `spans.length` when the limit cut the trace. */
  readonly spanCount: number;
  readonly invocations: readonly InvocationRow[];
}

export interface TraceSpan {
  readonly spanId: string;
  readonly parentSpanId: string | null;
  readonly name: string;
  readonly kind: SpanKind;
  readonly service: string;
  readonly startTime: number;
  readonly durationMs: number;
  readonly status: StatusCode;
  readonly statusMessage: string;
  readonly eventCount: number;
  readonly logCount: number;
}

export interface SpanDetail {
  readonly traceId: string;
  readonly spanId: string;
  readonly parentSpanId: string | null;
  readonly traceState: string;
  readonly name: string;
  readonly kind: SpanKind;
  readonly startTime: number;
  readonly durationMs: number;
  /** Exact nanoseconds since the epoch, as decimal strings. */
  readonly startTimeUnixNano: string;
  readonly endTimeUnixNano: string;
  readonly status: StatusCode;
  readonly statusMessage: string;
  readonly attributes: Attributes;
  readonly resource: Attributes;
  readonly scope: { readonly name: string; readonly version: string };
  readonly events: readonly {
    readonly name: string;
    readonly time: number;
    readonly attributes: Attributes;
  }[];
  readonly links: readonly {
    readonly traceId: string;
    readonly spanId: string;
    readonly attributes: Attributes;
  }[];
}

export interface LogsQuery extends PageQuery {
  readonly range: TimeRange;
  readonly environment?: string;
  /** Records name their function through their resource, and where functions share one, through their trace. */
  readonly functionId?: string;
  readonly traceId?: string;
  readonly spanId?: string;
  /** Lowest OpenTelemetry severity number to show. */
  readonly minSeverity?: number;
  /** Words that must all occur in the body; "quoted text" is a phrase. Anything may be typed: nothing is an error. */
  readonly q?: string;
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
