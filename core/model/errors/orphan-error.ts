import type { FailedInvocation } from './failed-invocation';
import { boundedFailure } from './failure';
import { identifyError } from './fingerprint';
import type { TraceError } from './trace-errors';

/**
 * The error of an invocation without a span, as the platform reports it, at the time the invocation ended; null if it did not
 * fail.
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
