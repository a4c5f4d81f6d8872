import type { TraceSpanView, TraceView } from '@/core/model/views';

type Invocation = TraceView['invocations'][number];

/** What the time of a span cost in the invocation that it is part of, in USD. */
export interface SpanCost {
  readonly invocation: Invocation;
  /** A billed millisecond; fees per request apart. */
  readonly perMs: number;
  readonly cost: number;
}

/** Null for a span outside of invocations, and where the cost or the billed time is not known. */
export function spanCost(span: TraceSpanView, invocations: readonly Invocation[]): SpanCost | null {
  const start = Date.parse(span.startTime);
  const candidates = invocations.filter(
    (one) => one.functionId === span.functionId && one.invocationId === span.invocationId,
  );
  // Without ids of the platform's, time tells the executions of a function apart.
  const invocation =
    candidates.find((one) => {
      const begin = Date.parse(one.startTime);
      return start >= begin && start <= begin + one.durationMs;
    }) ?? candidates[0];
  if (!invocation?.costSplit || !invocation.billedDurationMs) return null;
  const time = invocation.costSplit.lines.reduce(
    (sum, { line, costUsd }) => (line === 'request' ? sum : sum + Number(costUsd)),
    0,
  );
  const perMs = time / invocation.billedDurationMs;
  return { invocation, perMs, cost: perMs * Math.min(span.durationMs, invocation.billedDurationMs) };
}
