import type { UnpricedInvocation } from '../../invocation';
import { REQUEST } from './logs';

/** An invocation from 10 s to 12 s as derived from a span, with any field overridden by `set`. */
export function invocation(set: Partial<UnpricedInvocation> = {}): UnpricedInvocation {
  return {
    traceId: 'a'.repeat(32),
    spanId: 'b'.repeat(16),
    function: { id: 'f', provider: 'aws', accountId: '', region: '', environment: '', name: 'orders' },
    facts: {
      service: null,
      platform: 'aws_lambda',
      runtime: null,
      architecture: null,
      memoryMb: null,
      timeoutMs: null,
      version: null,
    },
    source: 'known-scope',
    invocationId: REQUEST,
    trigger: null,
    startNs: 10_000_000_000n,
    durationNs: 2_000_000_000n,
    initDurationMs: null,
    reportedBilledMs: null,
    coldStart: null,
    outcome: 'ok',
    errorType: null,
    errorMessage: null,
    maxMemoryUsedMb: null,
    ...set,
  };
}
