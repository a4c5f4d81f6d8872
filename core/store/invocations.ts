import type { CostSplit } from '../model/costs/cost-split';
import type { CostPrecision, InvocationSource, Outcome } from '../model/invocation';
import type { PicoUsd } from '../model/money';
import type { TimeRange } from '../model/time-range';
import type { Page, PageQuery } from './page';
import type { AttributeCondition } from './promoted-attributes';

export type InvocationsQuery = PageQuery & InvocationFilter;

/** Selects invocations; every given condition must hold. */
export interface InvocationFilter {
  readonly range: TimeRange;
  readonly environment?: string;
  readonly functionId?: string;
  readonly traceId?: string;
  readonly outcome?: Outcome;
  /** Whether the outcome is anything but `ok`. */
  readonly failed?: boolean;
  readonly coldStart?: boolean;
  readonly minDurationMs?: number;
  /** Only shorter invocations. */
  readonly maxDurationMs?: number;
  /** Only those that cost at least this much. */
  readonly minCost?: PicoUsd;
  /** '' when unknown; likewise the following. */
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
   * Part of the function's name, error type or error message, or a full invocation or trace id. Text that looks like an
   * id (8 or more characters, a digit, no space) and is one matches nothing else.
   */
  readonly q?: string;
  /** Only those that paid to wait for this dependency, as `CostOfWaiting` names it. */
  readonly dependency?: string;
  /** Only those that called this dependency, as `DependencyFigures` names it; `failedCall`: with a failed call to it. */
  readonly called?: string;
  readonly failedCall?: string;
  /** Only those that had an error of this group, as `ErrorRow` names it. */
  readonly fingerprint?: string;
  /** Only attempts at this request, as `InvocationRow.requestKey` names it. */
  readonly requestKey?: string;
  /** All must hold; `invalid_input` for an attribute that is not promoted. */
  readonly attributes?: readonly AttributeCondition[];
}

export interface InvocationPage extends Page<InvocationRow> {
  /** Set while values of a requested attribute are still being filled in: invocations that start earlier may be missing. */
  readonly completeSince?: number;
}

export interface AttemptsQuery {
  /** The span of any one of the attempts. */
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
  /** What the cost was spent on; null without a cost. */
  readonly costSplit: CostSplit | null;
  /**
   * The logical request that it serves, equal for all attempts at it (`requestKeyOf` in core/model/request-key.ts);
   * null when nothing identifies it.
   */
  readonly requestKey: string | null;
}
