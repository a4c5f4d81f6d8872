import { compare, greaterOf, lesserOf } from '../order';
import {
  NO_FIGURES,
  type PlatformFact,
  type PlatformFigures,
  type PlatformOrigin,
  type PlatformStatus,
} from './fact';

/** All that a platform reported about one execution of a request id. */
export interface PlatformExecution extends PlatformFigures {
  readonly requestId: string;
  readonly origin: PlatformOrigin;
  /** Earliest and latest time in the facts; `fromNs` is the beginning if `hasStart` or reported. */
  readonly fromNs: bigint;
  readonly toNs: bigint;
  /** Whether the platform reported its beginning, and its end. */
  readonly hasStart: boolean;
  readonly hasEnd: boolean;
}

/**
 * Facts further apart than this belong to different executions: a platform that retries an event keeps its request id and waits
 * at least a minute, while the facts of one execution touch or are close.
 */
const SAME_EXECUTION_NS = 20_000_000_000n;

/** More retries than any platform makes; limits what hostile senders can do. */
const MAX_EXECUTIONS = 32;

const STATUS_RANK: Readonly<Record<PlatformStatus, number>> = {
  success: 1,
  error: 2,
  failure: 3,
  timeout: 4,
};

/** The execution that this fact alone describes, as input for `mergeFacts`; empty for a fact about an init. */
export function executionsOf(fact: PlatformFact): readonly PlatformExecution[] {
  const { kind, origin, requestId, timeNs, durationMs } = fact;
  if (requestId === null) return [];
  const ranNs = kind === 'start' || durationMs === null ? 0n : BigInt(Math.round(durationMs * 1e6));
  const figures = Object.fromEntries(FIGURES.map((name) => [name, fact[name]]));
  return [
    {
      ...NO_FIGURES,
      ...figures,
      requestId,
      origin,
      fromNs: timeNs - ranNs,
      toNs: timeNs,
      hasStart: kind === 'start',
      hasEnd: kind !== 'start',
    },
  ];
}
const FIGURES = Object.keys(NO_FIGURES) as (keyof PlatformFigures)[];

/**
 * Merges what was reported about one request id, in any order and with any repeats: commutative, associative and idempotent. The
 * result is ordered by time; executions (retries) that are clearly apart stay separate.
 */
export function mergeFacts(
  a: readonly PlatformExecution[],
  b: readonly PlatformExecution[],
): readonly PlatformExecution[] {
  const sorted = [...a, ...b].sort(
    (one, other) => compare(one.fromNs, other.fromNs) || compare(one.toNs, other.toNs),
  );
  const merged: PlatformExecution[] = [];
  for (const next of sorted) {
    const last = merged.at(-1);
    if (last && next.fromNs - last.toNs <= SAME_EXECUTION_NS) merged[merged.length - 1] = join(last, next);
    else merged.push(next);
  }
  return merged.slice(0, MAX_EXECUTIONS);
}

/** For each field, takes the greater value by some total order, so that the order of arrival does not matter. */
function join(a: PlatformExecution, b: PlatformExecution): PlatformExecution {
  return {
    requestId: a.requestId,
    origin: joinOrigin(a.origin, b.origin),
    fromNs: lesserOf(a.fromNs, b.fromNs),
    toNs: greaterOf(a.toNs, b.toNs),
    hasStart: a.hasStart || b.hasStart,
    hasEnd: a.hasEnd || b.hasEnd,
    durationMs: greater(a.durationMs, b.durationMs),
    billedMs: greater(a.billedMs, b.billedMs),
    memorySizeMb: greater(a.memorySizeMb, b.memorySizeMb),
    maxMemoryUsedMb: greater(a.maxMemoryUsedMb, b.maxMemoryUsedMb),
    initDurationMs: greater(a.initDurationMs, b.initDurationMs),
    restoreDurationMs: greater(a.restoreDurationMs, b.restoreDurationMs),
    timeoutMs: greater(a.timeoutMs, b.timeoutMs),
    status: worse(a.status, b.status),
    errorType: greater(a.errorType, b.errorType),
    errorMessage: greater(a.errorMessage, b.errorMessage),
    traceId: greater(a.traceId, b.traceId),
  };
}

function joinOrigin(a: PlatformOrigin, b: PlatformOrigin): PlatformOrigin {
  if (a === b) return a;
  const text = (name: keyof PlatformOrigin) => greaterOf(a[name], b[name]);
  return {
    provider: text('provider'),
    accountId: text('accountId'),
    region: text('region'),
    environment: text('environment'),
    name: text('name'),
    version: text('version'),
    instance: text('instance'),
  };
}

function greater<Value extends number | string>(a: Value | null, b: Value | null): Value | null {
  if (a === null) return b;
  return b === null ? a : greaterOf(a, b);
}

function worse(a: PlatformStatus | null, b: PlatformStatus | null): PlatformStatus | null {
  if (a === null) return b;
  return b === null || STATUS_RANK[a] > STATUS_RANK[b] ? a : b;
}
