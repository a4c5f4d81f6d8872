import type { PlatformExecution } from '../model/platform/execution';
import type { InstanceFact } from '../model/platform/instance-fact';
import type { LogRecord, TelemetryBatch } from '../model/telemetry';
import type { DeletionQuery } from './deletions';
import type { RollupFigures } from './derive/figures';
import type { FunctionRow } from './store';

/** What one engine holds for a day, to compare it with another engine. */
export interface DaySums {
  /** UTC date, e.g. 2026-03-01: for spans that of their trace's start, for everything else its own. */
  readonly day: string;
  readonly spans: number;
  readonly logs: number;
  /** Rows, plus what remains of older ones in hourly sums. */
  readonly invocations: number;
  /** In 10^-12 USD, of the same invocations. */
  readonly cost: bigint;
}

/** Telemetry at rest, read beside a writer while it is moved to another engine. */
export interface History {
  /**
   * Some of what arrived after a position (0: from the beginning), in order; null when there is nothing. Continue from
   * `position`: nothing that arrived later lies before it, though some may come twice.
   */
  readAfter(position: number): HistoryPiece | null;
  /** Everything read while `work` runs is as it was at the beginning. */
  still<Result>(work: () => Promise<Result>): Promise<Result>;
  readonly rest: HistoryRest;
  /** Sums per day; of what starts before the floor, only the hourly sums count. */
  sums(): readonly DaySums[];
  close(): void;
}

export interface HistoryPiece {
  readonly batch: TelemetryBatch;
  readonly position: number;
}

/** What is kept beside spans and log records and cannot be derived from those that remain. Lists come in portions. */
export interface HistoryRest {
  /** Rows that start earlier are gone: nanoseconds since the epoch, a whole hour; 0 while all are kept. */
  floorNs(): bigint;
  /** Whether log records may have been removed from ordinary traces. */
  isThinned(): boolean;
  environments(): readonly string[];
  /** Attribute keys, in the order of their promotion. */
  promoted(): readonly { readonly key: string; readonly promotedMs: number }[];
  executions(): Iterable<readonly MovedExecution[]>;
  /** Facts from records and metrics; those from spans are in the spans. */
  instanceFacts(): Iterable<readonly InstanceFact[]>;
  counts(): Iterable<readonly MovedCount[]>;
  /** Whole hours from `fromNs`, nanoseconds since the epoch, up to the floor. */
  hours(fromNs: bigint): Iterable<readonly HourOfFunction[]>;
  hourCalls(fromNs: bigint): Iterable<readonly HourOfDependency[]>;
  hourCounts(fromNs: bigint): Iterable<readonly HourOfCount[]>;
  /** Ids of traces deleted on request, for as long as they are refused. */
  deletedTraces(): Iterable<readonly string[]>;
  /** Whether log records without a trace were deleted; and whether this is one of them. */
  hasDeletedLogs(): boolean;
  isDeletedLog(log: LogRecord): boolean;
  /** Deletions still to be carried out. */
  deletions(): readonly {
    readonly no: number;
    readonly query: DeletionQuery;
    readonly requestedMs: number;
  }[];
  /** Whether an invocation that only the platform reported is stored. */
  hasOrphan(one: { readonly traceId: string; readonly spanId: string; readonly startNs: bigint }): boolean;
  /** When each group's errors began, for groups that began before the floor. */
  errorsSeen(): readonly { readonly fingerprint: string; readonly firstNs: bigint }[];
}

/** What a platform reported about executions with one request id. */
export interface MovedExecution {
  readonly requestId: string;
  readonly executions: readonly PlatformExecution[];
  /** When it was first received, milliseconds since the epoch; 0 once it has waited long enough for a span. */
  readonly receivedMs: number;
  /** Whether it became an invocation of its own. */
  readonly isOrphan: boolean;
}

/** Which function a platform's count is about. */
export interface CountedOrigin {
  /** Position in `FEEDS`. */
  readonly feed: number;
  readonly provider: string;
  readonly accountId: string;
  readonly region: string;
  readonly environment: string;
  readonly name: string;
  readonly isThrottles: boolean;
}

/** The highest value that a stream reported by the end of a minute since the epoch. */
export interface MovedCount extends CountedOrigin {
  /** 16 hex digits. */
  readonly stream: string;
  readonly minute: number;
  readonly value: number;
}

export interface HourOfCount extends CountedOrigin {
  /** The hour's first minute since the epoch. */
  readonly minute: number;
  readonly more: number;
}

/** The invocations of a function, version and memory size that started in an hour. */
export interface HourOfFunction {
  readonly startNs: bigint;
  /** '' and 0 when unknown. */
  readonly version: string;
  readonly memoryMb: number;
  readonly figures: RollupFigures;
  readonly function: Omit<FunctionRow, 'firstSeen' | 'lastSeen'>;
  /** Start of the invocation that the function's facts come from; null when none has a span. */
  readonly factsNs: bigint | null;
  readonly firstNs: bigint;
  readonly lastNs: bigint;
}

export interface HourOfDependency {
  readonly functionId: string;
  readonly environment: string;
  readonly dependency: string;
  /** Position in `DEPENDENCY_KINDS`. */
  readonly kind: number;
  readonly startNs: bigint;
  readonly invocations: bigint;
  readonly waitedNs: bigint;
  readonly waitingCost: bigint;
  readonly calls: bigint;
  readonly errors: bigint;
  /** `DurationHistogram.toBytes` */
  readonly durations: Uint8Array;
}
