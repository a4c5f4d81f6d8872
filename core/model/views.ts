import type { Attributes } from './attributes';
import type { CostSplitView } from './cost-views';
import type { ErrorState } from './errors/state';
import type { CostPrecision, Outcome } from './invocation';
import type { SpanKind, StatusCode } from './telemetry';

/**
 * The shapes that the API returns and the screens draw. Times are ISO 8601 UTC, durations milliseconds, money decimal strings of
 * USD, rates 0 to 1. A figure without a source is null.
 */
export interface PageView<Item> {
  readonly items: readonly Item[];
  readonly nextCursor: string | null;
}

export interface TotalsView {
  readonly invocations: number;
  readonly errors: number;
  readonly errorRate: number | null;
  /** They add up to `invocations`. */
  readonly outcomes: Readonly<Record<Outcome, number>>;
  readonly timeouts: number;
  readonly ooms: number;
  /** Null without a platform feed that reports throttles. */
  readonly throttles: number | null;
  readonly coldStarts: number;
  readonly coldStartRate: number | null;
  readonly durationMs: {
    readonly avg: number | null;
    readonly p50: number | null;
    readonly p95: number | null;
    readonly p99: number | null;
    readonly max: number | null;
  };
  /** Init durations of the invocations that paid for one; null when none is known. */
  readonly initMs: { readonly p50: number | null; readonly p95: number | null };
  /** Maximum memory used as a share of the memory size; 1 is all of it. Null when unknown. */
  readonly memoryShare: { readonly p50: number | null; readonly max: number | null };
  /** Null when there were invocations and none could be priced. */
  readonly costUsd: string | null;
  /** How many invocations `costUsd` leaves out because they could not be priced. */
  readonly unpricedInvocations: number;
  /**
   * Executions reported by platforms, and how many of them a span was received for; null when no platform reports any, so that it
   * is unknown what is missing.
   */
  readonly coverage: { readonly expected: number; readonly received: number } | null;
}

export interface SeriesPointView extends TotalsView {
  readonly t: string;
}

export interface FiguresView {
  readonly from: string;
  readonly to: string;
  readonly stepMs: number;
  readonly totals: TotalsView;
  readonly previous: TotalsView;
  readonly series: readonly SeriesPointView[];
}

export interface FunctionInfoView {
  readonly id: string;
  readonly name: string;
  readonly environment: string;
  readonly service: string | null;
  readonly provider: string;
  readonly platform: string | null;
  readonly accountId: string;
  readonly region: string;
  readonly runtime: string | null;
  readonly architecture: string | null;
  readonly memoryMb: number | null;
  readonly timeoutMs: number | null;
  readonly version: string | null;
  readonly firstSeen: string;
  readonly lastSeen: string;
}

export type FunctionView = FunctionInfoView & TotalsView;
export type FunctionDetailView = FunctionInfoView & FiguresView;

export interface InvocationView {
  readonly invocationId: string | null;
  readonly traceId: string;
  readonly spanId: string;
  readonly functionId: string;
  readonly functionName: string;
  readonly environment: string;
  readonly version: string | null;
  readonly trigger: string | null;
  readonly startTime: string;
  readonly durationMs: number;
  readonly initDurationMs: number | null;
  readonly billedDurationMs: number | null;
  readonly coldStart: boolean | null;
  readonly outcome: Outcome;
  readonly error: { readonly type: string | null; readonly message: string | null } | null;
  readonly memoryMb: number | null;
  readonly maxMemoryUsedMb: number | null;
  readonly costUsd: string | null;
  readonly costPrecision: CostPrecision | null;
  /** Why there is no cost, or which input was missing for an exact one. */
  readonly costNote: string | null;
  /** Equal for all attempts at one request: retries and redeliveries. */
  readonly requestKey: string | null;
}

export interface ErrorView {
  readonly fingerprint: string;
  readonly type: string;
  readonly message: string;
  /** Function and file of the top frame in the user's own code; '' when unknown. */
  readonly culprit: string;
  readonly state: ErrorState;
  /** Errors in the range, which is widened to whole hours. */
  readonly count: number;
  /** The same for equal parts of the range, oldest first: one for each hour, at most 24. */
  readonly trend: readonly number[];
  /** Invocations with one of these errors, and their cost; null when none could be priced. */
  readonly invocations: number;
  readonly costUsd: string | null;
  /** Of all errors of the group, regardless of the range. */
  readonly firstSeen: string;
  readonly lastSeen: string;
  readonly functions: readonly { readonly id: string; readonly name: string }[];
  /** In natural order; null stands for errors without a version. */
  readonly versions: readonly {
    readonly version: string | null;
    readonly count: number;
    readonly firstSeen: string;
    readonly lastSeen: string;
  }[];
  /** Whether further versions were dropped. */
  readonly versionsDropped: boolean;
  /** The newest traces, then the oldest. */
  readonly sampleTraceIds: readonly string[];
}

export interface ErrorDetailView extends ErrorView {
  /** Per hour, oldest first, without gaps. */
  readonly series: readonly { readonly t: string; readonly count: number }[];
  /** The newest error of each sample trace. */
  readonly occurrences: readonly ErrorOccurrenceView[];
}

export interface ErrorOccurrenceView {
  readonly traceId: string;
  /** Null when a log record without a span reported it. */
  readonly spanId: string | null;
  readonly time: string;
  readonly type: string;
  readonly message: string;
  /** As sent; '' if none. */
  readonly stack: string;
  readonly version: string | null;
  readonly functionId: string | null;
}

export interface TraceListView {
  readonly traceId: string;
  readonly rootName: string;
  readonly startTime: string;
  readonly durationMs: number;
  readonly spanCount: number;
  readonly errorCount: number;
  readonly functions: readonly string[];
  readonly costUsd: string | null;
}

export interface TraceSpanView {
  readonly spanId: string;
  readonly parentSpanId: string | null;
  readonly name: string;
  readonly kind: SpanKind;
  readonly service: string;
  readonly functionId: string | null;
  readonly invocationId: string | null;
  readonly startTime: string;
  /** Milliseconds since the start of the trace, at microsecond resolution, finer than `startTime`. */
  readonly offsetMs: number;
  /** How much later than sent the span is drawn, because its clock is behind its caller's; included in `offsetMs`. */
  readonly skewMs: number;
  readonly durationMs: number;
  /** Duration without the parts covered by children. */
  readonly selfMs: number;
  readonly status: StatusCode;
  readonly statusMessage: string;
  readonly isInvocation: boolean;
  /** Whether it is an environment's init: part of a cold start, before the handler ran. */
  readonly isInit: boolean;
  readonly coldStart: boolean | null;
  readonly onCriticalPath: boolean;
  readonly costUsd: string | null;
  readonly eventCount: number;
  readonly logCount: number;
}

/** One priced line of an invocation's cost. */
export interface CostLineView {
  readonly meter: string;
  readonly quantity: string;
  readonly unit: string;
  readonly unitPriceUsd: string;
  readonly amountUsd: string;
  readonly source: string;
}

export interface TraceView {
  readonly traceId: string;
  readonly startTime: string;
  readonly durationMs: number;
  readonly costUsd: string | null;
  readonly truncated: boolean;
  readonly warnings: readonly string[];
  /** Depth-first order: a child follows its parent. */
  readonly spans: readonly TraceSpanView[];
  readonly invocations: readonly (InvocationView & {
    readonly costLines: readonly CostLineView[];
    readonly costSplit: CostSplitView | null;
  })[];
  /** From spans of this trace to spans of other traces, which need not be stored. */
  readonly links: readonly TraceLinkView[];
}

export interface TraceLinkView {
  readonly from: { readonly traceId: string; readonly spanId: string };
  readonly to: { readonly traceId: string; readonly spanId: string };
}

/** An invocation of another trace that belongs to the same request as one of this trace. */
export interface RelatedView {
  /**
   * `attempt`: it serves the same request again, as a retry or redelivery. `before`: a span here links to its trace, which sent
   * the message. `after`: a span of its trace links here.
   */
  readonly relation: 'attempt' | 'before' | 'after';
  /** The span of this trace to which it is related. */
  readonly spanId: string;
  readonly invocation: InvocationView;
}

export interface SpanDetailView {
  readonly traceId: string;
  readonly spanId: string;
  readonly parentSpanId: string | null;
  readonly name: string;
  readonly kind: SpanKind;
  readonly startTime: string;
  readonly startTimeUnixNano: string;
  readonly endTimeUnixNano: string;
  readonly durationMs: number;
  readonly status: StatusCode;
  readonly statusMessage: string;
  readonly traceState: string;
  readonly attributes: Attributes;
  readonly resource: Attributes;
  readonly scope: { readonly name: string; readonly version: string };
  readonly events: readonly {
    readonly name: string;
    readonly time: string;
    readonly offsetMs: number;
    readonly attributes: Attributes;
  }[];
  readonly links: readonly {
    readonly traceId: string;
    readonly spanId: string;
    readonly attributes: Attributes;
  }[];
}

export interface LogView {
  readonly id: string;
  readonly time: string;
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

/** How many invocations may run at once in a region of an account, as people stated. */
export interface ConcurrencyLimitView {
  readonly id: string;
  readonly provider: string;
  readonly accountId: string;
  readonly region: string;
  readonly most: number;
  readonly statedAt: string;
}
