/** The function, and the instance of it, that a fact is about, according to the platform. Unknown texts are ''. */
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
 * `start`: an execution began. `runtimeDone`: its handler ended. `report`: the platform's final report on it. `timeout` and
 * `crash`: why it was ended from outside. `init`: an environment started, for no particular execution.
 */
export type FactKind = 'start' | 'runtimeDone' | 'report' | 'timeout' | 'crash' | 'init';

/** How an execution ended, from good to bad: the handler's own error, a crash of the runtime, the time limit. */
export type PlatformStatus = 'success' | 'error' | 'failure' | 'timeout';

/** Values that a fact or an execution may have; null where unknown. */
export interface PlatformFigures {
  readonly durationMs: number | null;
  readonly billedMs: number | null;
  readonly memorySizeMb: number | null;
  readonly maxMemoryUsedMb: number | null;
  readonly initDurationMs: number | null;
  /** Time to restore a snapshot, which takes the place of an init. */
  readonly restoreDurationMs: number | null;
  /** The function's time limit. */
  readonly timeoutMs: number | null;
  readonly status: PlatformStatus | null;
  readonly errorType: string | null;
  readonly errorMessage: string | null;
  /** The trace in which the platform ran it (X-Ray's id in OpenTelemetry's form), 32 hex digits. */
  readonly traceId: string | null;
}

/** One thing that a platform reported, apart from the function's own telemetry. */
export interface PlatformFact extends PlatformFigures {
  readonly kind: FactKind;
  readonly origin: PlatformOrigin;
  /** The platform's id of the execution; null only for an `init`. Retries of one event may share it. */
  readonly requestId: string | null;
  /** When it happened: the beginning for a `start`, the end for all others. */
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

/** Shared empty result, by far the most common one. */
export const NO_FACTS: readonly PlatformFact[] = [];
