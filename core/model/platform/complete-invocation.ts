import type { FunctionFacts, Outcome, UnpricedInvocation } from '../invocation';
import { greaterOf, lesserOf } from '../order';
import type { PlatformExecution } from './execution';
import type { PlatformFigures } from './fact';

/** How far a span and the platform's facts about the same execution may be apart. */
const TOLERANCE_NS = 20_000_000_000n;

/**
 * The execution that matches this invocation, among all with its request id: the one with the greatest overlap, else the nearest;
 * null when none is near, so that a retry's report never completes the previous attempt.
 */
export function executionFor(
  invocation: Pick<UnpricedInvocation, 'startNs' | 'durationNs'>,
  executions: readonly PlatformExecution[],
): PlatformExecution | null {
  const endNs = invocation.startNs + invocation.durationNs;
  let best: PlatformExecution | null = null;
  let mostShared = -TOLERANCE_NS - 1n;
  for (const execution of executions) {
    const from = greaterOf(execution.fromNs, invocation.startNs);
    const to = lesserOf(execution.toNs, endNs);
    // Negative when they do not overlap: then it is the gap between them.
    const shared = to - from;
    if (shared > mostShared) {
      best = execution;
      mostShared = shared;
    }
  }
  return best;
}

/**
 * The invocation completed with what the platform knows better: billed time, memory, init, and an end that the function could
 * not report itself. Values are set, never added, so that completing twice changes nothing. The platform can only make an outcome
 * worse: a handler may know of a failure that the platform took for success.
 */
export function completeInvocation(
  invocation: UnpricedInvocation,
  execution: PlatformExecution | null,
): UnpricedInvocation {
  if (execution === null) return invocation;
  const paidInit = execution.initDurationMs ?? execution.restoreDurationMs;
  return {
    ...invocation,
    facts: completeFacts(invocation.facts, execution),
    initDurationMs: paidInit ?? invocation.initDurationMs,
    coldStart: paidInit === null ? invocation.coldStart : true,
    reportedBilledMs: execution.billedMs ?? invocation.reportedBilledMs,
    maxMemoryUsedMb: execution.maxMemoryUsedMb ?? invocation.maxMemoryUsedMb,
    ...worseResult(invocation, execution),
  };
}

/** The function's facts completed with what the platform knows better. */
export function completeFacts(facts: FunctionFacts, execution: PlatformExecution | null): FunctionFacts {
  if (execution === null) return facts;
  return {
    ...facts,
    memoryMb: execution.memorySizeMb ?? facts.memoryMb,
    timeoutMs: execution.timeoutMs ?? facts.timeoutMs,
  };
}

const RANK: Readonly<Record<Outcome, number>> = { ok: 0, error: 1, throttled: 1, oom: 2, timeout: 3 };

type Result = Pick<UnpricedInvocation, 'outcome' | 'errorType' | 'errorMessage'>;

function worseResult(invocation: UnpricedInvocation, execution: PlatformExecution): Result {
  const { outcome, errorType, errorMessage } = invocation;
  const said = outcomeOfFigures(execution);
  if (said === null || said === 'ok' || RANK[said] < RANK[outcome])
    return { outcome, errorType, errorMessage };
  if (said === 'error') {
    // The handler's own error is more specific than the platform's.
    return {
      outcome: outcome === 'ok' ? 'error' : outcome,
      errorType: errorType ?? execution.errorType,
      errorMessage: errorMessage ?? execution.errorMessage,
    };
  }
  return {
    outcome: said,
    errorType: execution.errorType ?? errorType,
    errorMessage: execution.errorMessage ?? errorMessage,
  };
}

/** How the execution ended according to the platform; null when it did not say. */
export function outcomeOfFigures(figures: PlatformFigures): Outcome | null {
  const { status, errorType, errorMessage } = figures;
  if (status === null) return null;
  if (status === 'timeout' || errorType === 'Sandbox.Timedout') return 'timeout';
  if (status === 'success') return 'ok';
  return ranOutOfMemory(figures, errorType, errorMessage) ? 'oom' : 'error';
}

/** Killed from outside, or the runtime died with all of its memory used; not a handler's own error. */
function ranOutOfMemory(
  figures: PlatformFigures,
  errorType: string | null,
  errorMessage: string | null,
): boolean {
  if (errorType === 'Runtime.OutOfMemory') return true;
  if (errorMessage?.includes('signal: killed')) return true;
  const { status, memorySizeMb, maxMemoryUsedMb } = figures;
  if (memorySizeMb === null || maxMemoryUsedMb === null || maxMemoryUsedMb < memorySizeMb) return false;
  return status === 'failure' || errorType === 'Runtime.ExitError';
}
