import type { PicoUsd } from '../model/money';
import type { TimeRange } from '../model/time-range';
import type { Page, PageQuery } from './page';

/** The part of the store contract that covers errors; what `store.ts` says about all reads applies. */
export interface ErrorReader {
  /**
   * Groups of errors that have an error in the range, which is widened to whole hours; ordered by `lastSeen`. Any
   * number of equal errors form one group. What several spans and log records of a trace report about one failure is
   * one error (an exception that passes through its callers, a log record about it, the status of its span); the lowest
   * span that reports it determines when and where it happened. An error belongs to the function of the nearest
   * invocation above it, a record without a span to the only invocation of its resource in its trace. Every figure
   * follows what is stored: repeats change nothing, and an error disappears when a span without it replaces the one
   * that had it.
   *
   * Bounds: beyond 20,000 kinds of errors, all further ones form the group `ffffffffffffffff`. In a trace with more
   * than 2,000 log records that report errors, each later one counts separately. Counts, invocations and costs are
   * always exact; times, versions and samples are exact too, unless hundreds of errors were taken back and the blocks
   * that would have to be read again are too many.
   */
  errors(query: ErrorsQuery): Promise<Page<ErrorRow>>;
  /** Null when no error has the fingerprint; counts are 0 when none is in the range. */
  error(query: ErrorQuery): Promise<ErrorDetail | null>;
  /**
   * The newest error of the group in each of its sample traces, in their order; at most `limit` traces. Empty when no
   * error has the fingerprint; errors removed since are left out.
   */
  errorOccurrences(query: {
    readonly fingerprint: string;
    readonly limit: number;
  }): Promise<readonly ErrorOccurrence[]>;
}

/** One error with what its sender reported about it. */
export interface ErrorOccurrence {
  readonly traceId: string;
  /** Null when a log record without a span reported it. */
  readonly spanId: string | null;
  readonly time: number;
  readonly type: string;
  readonly message: string;
  /** As sent, with the middle of a very long one cut out; '' when there is none. */
  readonly stack: string;
  readonly version: string | null;
  readonly functionId: string | null;
}

export interface ErrorsQuery extends PageQuery {
  readonly range: TimeRange;
  /** Only groups with an error in it; counts cover only its errors. */
  readonly environment?: string;
  /** Likewise for a function. */
  readonly functionId?: string;
  /** Only groups with an error in an invocation of this trace; the counts still cover the range. */
  readonly traceId?: string;
  /** Part of the type, message or culprit, or a full fingerprint. */
  readonly q?: string;
  /** Only groups whose first error, wherever it happened, lies in the range, which is not widened for that. */
  readonly beganInRange?: boolean;
}

export interface ErrorQuery {
  readonly fingerprint: string;
  readonly range: TimeRange;
  readonly environment?: string;
  readonly functionId?: string;
}

export interface ErrorRow {
  /** 16 lower-case hex digits that stay the same across deployments. */
  readonly fingerprint: string;
  /** '' when the sender named none. */
  readonly type: string;
  /** From the newest error; '' when the sender gave none. */
  readonly message: string;
  /** Function and file of the top stack frame in the user's own code; '' when there is none. */
  readonly culprit: string;
  /** Errors in the range. */
  readonly count: number;
  /** `count` over equal parts of the range, oldest first: one per hour, at most 24. */
  readonly trend: readonly number[];
  /** Invocations with such an error that started in the range: those that `InvocationFilter.fingerprint` finds. */
  readonly invocations: number;
  /** What these invocations cost; null when none could be priced. */
  readonly cost: PicoUsd | null;
  /** Over all errors of the group, whatever the range and filters. */
  readonly firstSeen: number;
  readonly lastSeen: number;
  /** Functions with an error in the range, by name; at most 100. */
  readonly functions: readonly { readonly id: string; readonly name: string }[];
  /** Versions of all errors of the group, in natural order; at most the last 50. */
  readonly versions: readonly ErrorVersion[];
  readonly versionsDropped: boolean;
  /** From the newest five traces with the error, then the oldest five; each once. */
  readonly sampleTraceIds: readonly string[];
}

export interface ErrorVersion {
  /** Null for the errors that named none. */
  readonly version: string | null;
  readonly count: number;
  readonly firstSeen: number;
  readonly lastSeen: number;
}

export interface ErrorDetail extends ErrorRow {
  /** Errors per hour, oldest first, without gaps. */
  readonly series: readonly { readonly t: number; readonly count: number }[];
}
