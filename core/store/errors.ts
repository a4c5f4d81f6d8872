import type { PicoUsd } from '../model/money';
import type { TimeRange } from '../model/time-range';
import type { Page, PageQuery } from './page';

/** The part of the store's contract that is about errors; what `store.ts` says of all reads holds here. */
export interface ErrorReader {
  /**
   * Groups of errors, in order of `lastSeen`, that have an error in the range, which is widened to whole hours. Any
   * number of equal errors are one group. What several spans and log records of a trace report about one failure is
   * one error: an exception that passes through its callers, a record about it, the status of its span; the lowest
   * span that reports it says when and where it happened. An error belongs to the function of the nearest invocation above
   * it, a record without a span to the only invocation of its resource in its trace. Every figure follows what is
   * stored: repeats change nothing, an error goes when a span without it replaces the one that had it.
   *
   * Bounds: of more than 20,000 kinds of errors all further ones are the group `ffffffffffffffff`. In a trace with more
   * than 2,000 log records that report errors, later ones count each. Counts, invocations and costs are exact in any
   * case; times, versions and samples are while the blocks that can tell them, after errors were taken back by the
   * hundred, are few enough to be read again.
   */
  errors(query: ErrorsQuery): Promise<Page<ErrorRow>>;
  /** Null when no error has the fingerprint; without one in the range its counts are 0. */
  error(query: ErrorQuery): Promise<ErrorDetail | null>;
  /**
   * The newest error of the group in each of its sample traces, in their order; of at most `limit` traces. Empty when no
   * error has the fingerprint, and without those that were removed since.
   */
  errorOccurrences(query: {
    readonly fingerprint: string;
    readonly limit: number;
  }): Promise<readonly ErrorOccurrence[]>;
}

/** One error with what its sender told of it. */
export interface ErrorOccurrence {
  readonly traceId: string;
  /** Null when a log record without a span reported it. */
  readonly spanId: string | null;
  readonly time: number;
  readonly type: string;
  readonly message: string;
  /** As sent, the middle of a very long one left out; '' when there is none. */
  readonly stack: string;
  readonly version: string | null;
  readonly functionId: string | null;
}

export interface ErrorsQuery extends PageQuery {
  readonly range: TimeRange;
  /** Only groups with an error of it; the counts are those of its errors. */
  readonly environment?: string;
  /** The same of a function. */
  readonly functionId?: string;
  /** Only groups that an invocation of this trace has; the counts are still those of the range. */
  readonly traceId?: string;
  /** Part of the type, the message or the culprit, or a whole fingerprint. */
  readonly q?: string;
}

export interface ErrorQuery {
  readonly fingerprint: string;
  readonly range: TimeRange;
  readonly environment?: string;
  readonly functionId?: string;
}

export interface ErrorRow {
  /** 16 lower-case hex digits that stay the same over deployments. */
  readonly fingerprint: string;
  /** '' when the sender named none. */
  readonly type: string;
  /** Of the newest error; '' when the sender gave none. */
  readonly message: string;
  /** Function and file of the top frame of the stack that is the user's own; '' when there is none. */
  readonly culprit: string;
  /** Errors in the range. */
  readonly count: number;
  /** The same in equal parts of the range, oldest first: one for each hour, at most 24. */
  readonly trend: readonly number[];
  /** Invocations that had one of them and started in the range: those that `InvocationFilter.fingerprint` finds. */
  readonly invocations: number;
  /** What these invocations cost; null when none of them could be priced. */
  readonly cost: PicoUsd | null;
  /** Of all errors of the group, whatever the range and the filters. */
  readonly firstSeen: number;
  readonly lastSeen: number;
  /** Functions with an error in the range, by name; at most 100. */
  readonly functions: readonly { readonly id: string; readonly name: string }[];
  /** Versions of all errors of the group, in natural order; of more than 50 the last ones. */
  readonly versions: readonly ErrorVersion[];
  readonly versionsDropped: boolean;
  /** Of the newest five traces with the error, then of the oldest five; each once. */
  readonly sampleTraceIds: readonly string[];
}

export interface ErrorVersion {
  /** Null stands for the errors that named none. */
  readonly version: string | null;
  readonly count: number;
  readonly firstSeen: number;
  readonly lastSeen: number;
}

export interface ErrorDetail extends ErrorRow {
  /** Errors per hour, oldest first, without gaps. */
  readonly series: readonly { readonly t: number; readonly count: number }[];
}
