import type { FailedInvocation } from './failed-invocation';
import { boundedFailure } from './failure';
import { identifyError } from './fingerprint';
import type { TraceError } from './trace-errors';

/**
 * The error of an invocation that has no span, as the platform tells it; null for one that did not fail. It happened
 * when the invocation ended.
 */
export function errorOfOrphan(
  invocation: FailedInvocation,
  { traceId, endNs }: { readonly traceId: string; readonly endNs: bigint },
): TraceError | null {
  const { spanId, startNs, functionId, environment, version, outcome, errorType, errorMessage, cost } =
    invocation;
  if (outcome === 'ok') return null;
  const failure = boundedFailure(errorType ?? outcome, errorMessage ?? '', '');
  return {
    ...failure,
    ...identifyError(failure),
    source: 'outcome',
    timeNs: endNs,
    traceId,
    spanId,
    version,
    functionId,
    environment,
    invocation: { spanId, startNs },
    cost,
  };
}
