/** What a platform says about the function, and the instance of it, that a fact is about. Unknown texts are ''. */
export interface PlatformOrigin {
  readonly provider: string;
  readonly accountId: string;
  readonly region: string;
  readonly environment: string;
  readonly name: string;
  readonly version: string;
  /** The execution environment: Lambda's log stream, else `faas.instance`. */
  readonly instance: string;
}

/**
 * `start`: an execution began. `runtimeDone`: its handler ended. `report`: the platform's final account of it. `timeout`
 * and `crash`: why it was ended from outside. `init`: an environment started, for no execution in particular.
 */
export type FactKind = 'start' | 'runtimeDone' | 'report' | 'timeout' | 'crash' | 'init';

/** How an execution ended, from good to bad: the handler's own error, the runtime's end, the time limit. */
export type PlatformStatus = 'success' | 'error' | 'failure' | 'timeout';

/** The figures that a fact or an execution may have; null where nothing says so. */
export interface PlatformFigures {
  readonly durationMs: number | null;
  readonly billedMs: number | null;
  readonly memorySizeMb: number | null;
  readonly maxMemoryUsedMb: number | null;
  readonly initDurationMs: number | null;
  /** Time to restore a snapshot, which stands in place of an init. */
  readonly restoreDurationMs: number | null;
  /** The function's time limit. */
  readonly timeoutMs: number | null;
  readonly status: PlatformStatus | null;
  readonly errorType: string | null;
  readonly errorMessage: string | null;
  /** The trace that the platform ran it in (X-Ray's id as OpenTelemetry writes it), 32 hex digits. */
  readonly traceId: string | null;
}

/** One thing that a platform said, beside the function's own telemetry. */
export interface PlatformFact extends PlatformFigures {
  readonly kind: FactKind;
  readonly origin: PlatformOrigin;
  /** The platform's id of the execution; null only for an `init`. Retries of one event may share it. */
  readonly requestId: string | null;
  /** When it happened: the beginning of a `start`, the end of all others. */
  readonly timeNs: bigint;
}

export const NO_FIGURES: PlatformFigures = {
  durationMs: null,
  billedMs: null,
  memorySizeMb: null,
  maxMemoryUsedMb: null,
  initDurationMs: null,
  restoreDurationMs: null,
  timeoutMs: null,
  status: null,
  errorType: null,
  errorMessage: null,
  traceId: null,
};

/** Shared by all who find nothing, which is nearly always. */
export const NO_FACTS: readonly PlatformFact[] = [];
