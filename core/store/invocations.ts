import type { CostSplit } from '../model/costs/cost-split';
import type { CostPrecision, InvocationSource, Outcome } from '../model/invocation';
import type { PicoUsd } from '../model/money';
import type { TimeRange } from '../model/time-range';
import type { Page, PageQuery } from './page';
import type { AttributeCondition } from './promoted-attributes';

export type InvocationsQuery = PageQuery & InvocationFilter;

/** Which invocations are meant; all that is given must hold. */
export interface InvocationFilter {
  readonly range: TimeRange;
  readonly environment?: string;
  readonly functionId?: string;
  readonly traceId?: string;
  readonly outcome?: Outcome;
  /** Whether the outcome is another one than `ok`. */
  readonly failed?: boolean;
  readonly coldStart?: boolean;
  readonly minDurationMs?: number;
  /** Only shorter ones. */
  readonly maxDurationMs?: number;
  /** Only those that cost as much or more. */
  readonly minCost?: PicoUsd;
  /** '' when unknown; as are the following. */
  readonly version?: string;
  readonly errorType?: string;
  readonly trigger?: string;
  readonly architecture?: string;
  readonly region?: string;
  readonly provider?: string;
  readonly runtime?: string;
  /** 0 when unknown. */
  readonly memoryMb?: number;
  /**
   * Part of the function's name, error type or error message, or a whole invocation or trace id. What looks like an id
   * (8 characters or more, a digit, no space) and is one finds nothing else.
   */
  readonly q?: string;
  /** Only those that paid to wait for this dependency, as `CostOfWaiting` names it. */
  readonly dependency?: string;
  /** Only those that called this dependency, as `DependencyFigures` names it; the next one: whose call failed there. */
  readonly called?: string;
  readonly failedCall?: string;
  /** Only those that had an error of this group, as `ErrorRow` names it. */
  readonly fingerprint?: string;
  /** Only attempts at this request, as `InvocationRow.requestKey` names it. */
  readonly requestKey?: string;
  /** All of them must hold; `invalid_input` for an attribute that is not promoted. */
  readonly attributes?: readonly AttributeCondition[];
}

export interface InvocationPage extends Page<InvocationRow> {
  /**
   * Only while values of an attribute that is asked for are still filled in: invocations that start before may be missing.
   */
  readonly completeSince?: number;
}

export interface AttemptsQuery {
  /** Ids of any attempt's span. */
  readonly traceId: string;
  readonly spanId: string;
  readonly limit: number;
}

export interface InvocationRow {
  readonly traceId: string;
  readonly spanId: string;
  readonly functionId: string;
  readonly functionName: string;
  readonly environment: string;
  readonly region: string;
  readonly provider: string;
  readonly platform: string | null;
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
  /** What the cost went into; null without a cost. */
  readonly costSplit: CostSplit | null;
  /**
   * The logical request that it serves, equal for all attempts at it (`requestKeyOf` in core/model/request-key.ts); null
   * when nothing names it.
   */
  readonly requestKey: string | null;
}
