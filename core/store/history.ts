import type { PlatformExecution } from '../model/platform/execution';
import type { InstanceFact } from '../model/platform/instance-fact';
import type { LogRecord, TelemetryBatch } from '../model/telemetry';
import type { DeletionQuery } from './deletions';
import type { RollupFigures } from './derive/figures';
import type { FunctionRow } from './store';

/** What one engine holds of a day, to compare it with another one. */
export interface DaySums {
  /** UTC, as 2026-03-01: of spans that of their trace's start, of all else of its own. */
  readonly day: string;
  readonly spans: number;
  readonly logs: number;
  /** Rows, and what is left of older ones by the hour. */
  readonly invocations: number;
  /** 10^-12 USD, of the same. */
  readonly cost: bigint;
}

/** Telemetry at rest as it is moved to another engine, read beside a writer. */
export interface History {
  /**
   * Some of what arrived after a position (0: from the beginning), in order; null when there is nothing. Read on from
   * `position`: nothing that arrived later is before it, though some may come twice.
   */
  readAfter(position: number): HistoryPiece | null;
  /** Everything that is read while `work` runs is as it was at the beginning. */
  still<Result>(work: () => Promise<Result>): Promise<Result>;
  readonly rest: HistoryRest;
  /** Of what starts before the floor, the hours alone. */
  sums(): readonly DaySums[];
  close(): void;
}

export interface HistoryPiece {
  readonly batch: TelemetryBatch;
  readonly position: number;
}

/** What is kept beside spans and log records, and does not follow from those that are left. Lists come some at a time. */
export interface HistoryRest {
  /** Rows that start before are not there any more: nanoseconds since the epoch, a whole hour; 0 while all are. */
  floorNs(): bigint;
  /** Whether log records may have been taken out of ordinary traces. */
  isThinned(): boolean;
  environments(): readonly string[];
  /** Attribute keys, in the order in which they were promoted. */
  promoted(): readonly { readonly key: string; readonly promotedMs: number }[];
  executions(): Iterable<readonly MovedExecution[]>;
  /** Those that records and metrics told; what spans tell is in them. */
  instanceFacts(): Iterable<readonly InstanceFact[]>;
  counts(): Iterable<readonly MovedCount[]>;
  /** Whole hours from so many nanoseconds since the epoch up to the floor. */
  hours(fromNs: bigint): Iterable<readonly HourOfFunction[]>;
  hourCalls(fromNs: bigint): Iterable<readonly HourOfDependency[]>;
  hourCounts(fromNs: bigint): Iterable<readonly HourOfCount[]>;
  /** Ids of traces that were deleted on somebody's wish, as long as they are refused. */
  deletedTraces(): Iterable<readonly string[]>;
  /** Whether log records without a trace were; and whether this is one of them. */
  hasDeletedLogs(): boolean;
  isDeletedLog(log: LogRecord): boolean;
  /** What is still to be deleted. */
  deletions(): readonly {
    readonly no: number;
    readonly query: DeletionQuery;
    readonly requestedMs: number;
  }[];
  /** Whether an invocation that only the platform told of is one. */
  hasOrphan(one: { readonly traceId: string; readonly spanId: string; readonly startNs: bigint }): boolean;
  /** When the errors of each group began, of those that began before the floor. */
  errorsSeen(): readonly { readonly fingerprint: string; readonly firstNs: bigint }[];
}

/** What a platform said of executions of one request id. */
export interface MovedExecution {
  readonly requestId: string;
  readonly executions: readonly PlatformExecution[];
  /** When it was received first, milliseconds since the epoch; 0 for what waited long enough for a span. */
  readonly receivedMs: number;
  /** Whether it is an invocation of its own. */
  readonly isOrphan: boolean;
}

/** Of what function a platform counts something. */
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

/** The most that one stream told by the end of a minute since the epoch. */
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
  /** Start of the invocation whose facts those of the function are; null when none has a span. */
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
