import type { Attributes } from '../model/attributes';
import type { Dependency } from '../model/costs/dependency';
import type { FunctionFacts, FunctionIdentity } from '../model/invocation';
import type { KeepPolicy } from '../model/keeping/policy';
import type { PicoUsd } from '../model/money';
import type { SpanKind, StatusCode, TelemetryBatch } from '../model/telemetry';
import type { TimeRange } from '../model/time-range';
import type { AlertFigureReader } from './alert-figures';
import type { AttributeGroups, AttributeGroupsQuery } from './attribute-groups';
import type { CostReader } from './costs';
import type { DependencyReader } from './dependencies';
import type { ErrorReader } from './errors';
import type { ExploreReader } from './explore';
import type { FiguresQuery, SeriesPoint, Totals } from './figures';
import type { AttemptsQuery, InvocationPage, InvocationRow, InvocationsQuery } from './invocations';
import type { LogReader } from './logs';
import type { Page, PageQuery } from './page';
import type { PromotedReader } from './promoted-attributes';

export type { AttributeGroup, AttributeGroups, AttributeGroupsQuery } from './attribute-groups';
export type { CostGroup, CostGrouping, CostGroups, CostsQuery, SizeFigures, SizesQuery } from './costs';
export type { CallFigures, DependenciesQuery, DependencyFigures, DependencyList } from './dependencies';
export type { Coverage, DurationFigures, FiguresQuery, SeriesPoint, Totals } from './figures';
export type {
  AttemptsQuery,
  InvocationFilter,
  InvocationPage,
  InvocationRow,
  InvocationsQuery,
} from './invocations';
export type {
  LogArrivals,
  LogArrivalsQuery,
  LogCounts,
  LogCountsQuery,
  LogFilters,
  LogRow,
  LogStep,
  LogsQuery,
  SeverityCounts,
} from './logs';
export type { Page, PageQuery } from './page';
export type {
  AttributeCondition,
  AttributePromotions,
  InvocationGroups,
  InvocationGroupsQuery,
  PromotedAttribute,
} from './promoted-attributes';

/**
 * Telemetry at rest. These comments are the specification; `contract.ts` checks it against every engine.
 *
 * All reads have this in common: an empty result is not an error; a time range and a limit, or a trace id, bound every
 * read; lists are newest first and return an opaque cursor when there is more. Times are fractional milliseconds since
 * the epoch (microsecond resolution), durations fractional milliseconds. A limit is a whole number from 1 (else
 * `invalid_input`); no call returns more than 10,000 rows.
 */
export interface TelemetryWriter {
  /**
   * Resolves only once the whole batch is durable; rejects with `unavailable` otherwise, and then none of it is
   * visible. Idempotent: writing the same spans and logs again, alone or in another batch, changes no row, counter or
   * cost, even if times that the sender left out differ; a number tells equal log records of one request apart. Spans
   * may arrive in any order and in pieces; the result is the same. A span that arrives again with different content
   * replaces the earlier one if it ends later (ties are broken by comparing contents, not by arrival), and every figure
   * derived from it follows. A trace holds at most 20,000 spans; further spans are refused and counted.
   *
   * Log records in which a platform reports on executions (`factsOfLog`) complete the invocations with the same id,
   * whichever came first and however late: billed time and memory, an init, and an outcome that the function could not
   * report. If neither they nor the span state the init or the memory, what spans, records or metrics report for an
   * instance completes the invocation it is about (`rankOf`). Metrics that count executions and throttles
   * (`countOfMetric`) are kept for `Totals`; a point that reports more than an earlier one of its series replaces it.
   * Other metrics are not stored.
   */
  write(batch: TelemetryBatch): Promise<WriteResult>;
  /**
   * Spends about `budgetMs` on work that no sender waits for:
   * - It brings what was written into its final, compact form. Readers see no difference.
   * - It makes an invocation (source `platform`, with made-up ids) of an execution that a platform reported, if no span
   *   of it arrived within 15 minutes and it can no longer be running. A span that arrives later replaces it.
   * - It fills in promoted attributes of invocations older than the promotion (`AttributePromotions`).
   * - It removes what exceeds the retention limits: spans, log records, invocations, traces, errors and counters of
   *   minutes, but not those of hours and days.
   * - It removes the details that `keep` does not retain, and what people asked to delete (`Deletions`).
   * Returns whether there is more to do. A store that is never tidied works, but becomes slower and larger.
   */
  tidy(budgetMs: number): Promise<boolean>;
  /** How much was not yet compact after the last `tidy`. Nobody notices up to 1; above that, `tidy` needs more time. */
  backlog(): number;
  /**
   * From now on, `tidy` takes the details out of settled ordinary traces unless the policy keeps them: log records
   * (except those that may report errors), and attributes and events of spans that are not invocations (`thinSpan`).
   * Everything derived stays, and follows late telemetry as if nothing had been removed; telemetry that is sent again
   * is stored and thinned again. Until this is called, everything is kept. A later policy restores nothing.
   */
  keep(policy: KeepPolicy): void;
  /**
   * Anything that starts earlier is removed or about to be: `write` refuses and counts it. Nanoseconds since the epoch;
   * 0: nothing.
   */
  keptSinceNs(): bigint;
  close(): Promise<void>;
}

export interface WriteResult {
  readonly spansStored: number;
  readonly spansRepeated: number;
  /** Spans that were not stored because their trace already holds 20,000. */
  readonly spansRefused: number;
  readonly logsStored: number;
  readonly logsRepeated: number;
  /** Spans and log records refused because they are older than what is kept, or were deleted. */
  readonly tooOld: number;
}

export interface TelemetryReader
  extends AlertFigureReader,
    CostReader,
    DependencyReader,
    ErrorReader,
    ExploreReader,
    LogReader,
    PromotedReader {
  /**
   * Exact figures of a range, equal to what the invocation rows say. The range is widened to whole minutes, or to whole
   * hours where rows have been removed. Without `functionId`: all functions (of the environment, if one is named).
   */
  totals(query: FiguresQuery): Promise<Totals>;
  /**
   * The same figures per step of `stepMs` (a multiple of a minute), oldest first, without gaps: empty steps count 0.
   * Steps start at multiples of `stepMs` since the epoch; the first and last count only what lies inside the range, so
   * that all steps together equal its totals (except coverage, see there). An hour of which only totals are kept counts
   * in the step in which it begins. More than 20,000 steps are refused with `invalid_input`.
   */
  series(query: FiguresQuery & { readonly stepMs: number }): Promise<readonly SeriesPoint[]>;
  /** All functions ever seen, by name, with their figures for the range; those without invocations in it count 0. */
  functions(query: FunctionsQuery): Promise<Page<FunctionWithTotals>>;
  /** Null when no function has this id. */
  function(functionId: string): Promise<FunctionRow | null>;
  /** The environments seen so far, sorted; '' is the unnamed one. */
  environments(): Promise<readonly string[]>;
  invocations(query: InvocationsQuery): Promise<InvocationPage>;
  /**
   * All attempts at the request that this invocation serves, within a week of it and including itself: retries by the
   * platform and redeliveries of its message, oldest first; an invocation for the dead-letter queue comes last. Empty
   * when there is no such invocation; only itself when nothing identifies its request.
   */
  attempts(query: AttemptsQuery): Promise<readonly InvocationRow[]>;
  traces(query: TracesQuery): Promise<Page<TraceRow>>;
  /** The spans of a trace without their attributes, by start time; null when none of its spans is stored. */
  trace(traceId: string, limit: number): Promise<Trace | null>;
  /** One span in full, or null. */
  span(traceId: string, spanId: string): Promise<SpanDetail | null>;
  /** The spans of a trace in full, by start time; empty when none is stored. */
  spans(traceId: string, limit: number): Promise<readonly SpanDetail[]>;
  /** The trace of a span. Searches only the newest spans, for less than a second. Null when none of them has the id. */
  traceOfSpan(spanId: string): Promise<string | null>;
  /** Links to spans of this trace from spans of other traces that start in the range; one per pair of spans, unordered. */
  linksTo(traceId: string, range: TimeRange, limit: number): Promise<readonly TraceLink[]>;
  /**
   * How many spans that start in the range have each value of an attribute: the span's own, otherwise its resource's.
   * The engine reads its blocks of spans in random order for as long as the budget lasts, scales the counts up and
   * states their error. With the same seed and a larger budget, it reads the same blocks and more. When `exact`, every
   * block was read and the counts are those of all spans.
   */
  attributeGroups(query: AttributeGroupsQuery): Promise<AttributeGroups>;
  close(): Promise<void>;
}

export interface FunctionsQuery extends PageQuery {
  readonly range: TimeRange;
  readonly environment?: string;
  /** Part of the name, case-insensitive. */
  readonly search?: string;
  /** Both as in `FiguresQuery`. */
  readonly percentiles?: boolean;
  readonly costs?: boolean;
}

export interface FunctionRow extends FunctionIdentity, FunctionFacts {
  readonly firstSeen: number;
  /**
   * Start of the newest invocation, which the facts come from. Invocations that start more than a day after they were
   * written count only when there are no others.
   */
  readonly lastSeen: number;
}

export interface FunctionWithTotals {
  readonly function: FunctionRow;
  readonly totals: Totals;
}

export interface TracesQuery extends PageQuery {
  readonly range: TimeRange;
  readonly environment?: string;
  readonly functionId?: string;
  /** Only traces with at least one span of status error. */
  readonly errorsOnly?: boolean;
  /** Only traces without such a span. */
  readonly withoutErrors?: boolean;
  /** The root span's full name. */
  readonly rootName?: string;
  readonly minDurationMs?: number;
  /** Only shorter traces. */
  readonly maxDurationMs?: number;
  /** Only traces that cost at least this much. */
  readonly minCost?: PicoUsd;
  /** Part of the root span's name, or a full trace id. */
  readonly q?: string;
  /** Only traces with a span that has this attribute, as sent: a string, or the number or boolean written that way. */
  readonly attribute?: { readonly key: string; readonly value: string };
  /**
   * With `environment`: for readers who may not learn about any other. Searches for the attribute only in spans of the
   * environment, and `minCost` finds only traces without an invocation in another one.
   */
  readonly confined?: boolean;
}

/** A function that a trace invoked. */
export type TraceFunction = Pick<FunctionIdentity, 'id' | 'name' | 'environment' | 'region'>;

export interface TraceRow {
  readonly traceId: string;
  /** Name of the earliest span without a stored parent. */
  readonly rootName: string;
  readonly startTime: number;
  readonly durationMs: number;
  readonly spanCount: number;
  readonly errorCount: number;
  /** The functions invoked in it, each once, by name and id. */
  readonly functions: readonly TraceFunction[];
  /** Sum over the invocations that could be priced; null when none could. */
  readonly cost: PicoUsd | null;
}

export interface Trace {
  readonly traceId: string;
  readonly spans: readonly TraceSpan[];
  /** How many spans are stored; more than `spans.length` when the limit cut the trace short. */
  readonly spanCount: number;
  readonly invocations: readonly InvocationRow[];
  /** Links from its spans to spans of other traces; at most as many as the limit on spans. */
  readonly links: readonly TraceLink[];
}

/** A span's link to a span of another trace, which may not be stored. */
export interface TraceLink {
  readonly from: { readonly traceId: string; readonly spanId: string };
  readonly to: { readonly traceId: string; readonly spanId: string };
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
  /** Whether it covers the start of an execution environment (`initPhaseOf`). */
  readonly isInit: boolean;
  readonly eventCount: number;
  readonly logCount: number;
  /** Whether its attributes and events have been removed. */
  readonly isThinned: boolean;
  /** What a call (a span of kind client or producer) was made to; null for other spans, and when it does not say. */
  readonly callTo: Dependency | null;
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
