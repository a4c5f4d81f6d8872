import { createHash } from 'node:crypto';
import { functionId } from '../function-identity';
import type { FunctionFacts, FunctionIdentity, UnpricedInvocation } from '../invocation';
import { lesserOf } from '../order';
import { MAX_DURATION_MS } from '../plausible';
import { outcomeOfFigures } from './complete-invocation';
import type { PlatformExecution } from './execution';

/** The maximum duration of a Lambda function. */
const LONGEST_NS = 15n * 60n * 1_000_000_000n;
/** How late telemetry may be, measured from the platform's last report: extensions hold spans back for minutes. */
const GRACE_NS = 5n * 60n * 1_000_000_000n;

/**
 * The invocation derived from the platform's reports when no span of it has arrived; null while one may still arrive. After a
 * report that is 5 minutes; after a mere start, the function's time limit (15 minutes if unknown) plus 5 minutes. An execution
 * that started and was never heard of again counts as an `error` of type `never_ended` with duration 0: it did not end well, but
 * a timeout or lack of memory would have been reported. The ids are derived from the request id and the beginning, which later
 * facts may move: a store derives all orphans of a request id anew when its facts change. The trace is the platform's own if it
 * named one. `known` is the function with the same origin (`originOfNaming`), if any: platforms rarely name the account, which is
 * part of its id.
 */
export function orphanInvocation(
  execution: PlatformExecution,
  nowNs: bigint,
  known: FunctionIdentity | null = null,
): UnpricedInvocation | null {
  if (nowNs < orphanAfterNs(execution)) return null;
  const { requestId, fromNs, hasEnd } = execution;
  const seed = createHash('sha256').update(`${requestId}\0${fromNs}`).digest('hex');
  const paidInit = execution.initDurationMs ?? execution.restoreDurationMs;
  const outcome = outcomeOfFigures(execution);
  const failed = outcome !== null && outcome !== 'ok';
  return {
    traceId: execution.traceId ?? seed.slice(0, 32),
    spanId: seed.slice(32, 48),
    function: known ?? identityOf(execution),
    facts: factsOf(execution),
    source: 'platform',
    invocationId: requestId,
    trigger: null,
    startNs: fromNs,
    durationNs: durationOf(execution),
    initDurationMs: paidInit,
    reportedBilledMs: execution.billedMs,
    coldStart: paidInit === null ? null : true,
    outcome: hasEnd ? (outcome ?? 'ok') : 'error',
    errorType: hasEnd ? (failed ? execution.errorType : null) : 'never_ended',
    errorMessage: hasEnd
      ? failed
        ? execution.errorMessage
        : null
      : 'The platform reported that it started, and nothing since.',
    maxMemoryUsedMb: execution.maxMemoryUsedMb,
  };
}

/** When `orphanInvocation` stops waiting for a span, in nanoseconds since the epoch. */
export function orphanAfterNs({ hasEnd, fromNs, toNs, timeoutMs }: PlatformExecution): bigint {
  if (hasEnd) return toNs + GRACE_NS;
  return fromNs + (timeoutMs === null ? LONGEST_NS : BigInt(Math.ceil(timeoutMs * 1e6))) + GRACE_NS;
}

function identityOf({ origin }: PlatformExecution): FunctionIdentity {
  const { provider, accountId, region, environment, name } = origin;
  const naming = { provider, accountId, region, environment, name };
  return { id: functionId(naming), ...naming };
}

function factsOf({ origin, memorySizeMb, timeoutMs }: PlatformExecution): FunctionFacts {
  return {
    service: null,
    platform: origin.provider === 'aws' ? 'aws_lambda' : null,
    runtime: null,
    architecture: null,
    memoryMb: memorySizeMb,
    timeoutMs,
    version: origin.version === '' ? null : origin.version,
  };
}

function durationOf({ hasEnd, durationMs, fromNs, toNs }: PlatformExecution): bigint {
  if (!hasEnd) return 0n;
  const longest = BigInt(MAX_DURATION_MS) * 1_000_000n;
  const ns = durationMs === null ? toNs - fromNs : BigInt(Math.round(durationMs * 1e6));
  return lesserOf(ns, longest);
}
