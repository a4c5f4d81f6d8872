import type { TraceSpanView, TraceView } from '@/core/model/views';

/**
 * The spans of the start of an invocation's environment: those of its service that began within its init (or below it),
 * oldest first. Empty for a warm one, or when nobody traced the start.
 */
export function initParts(
  spans: readonly TraceSpanView[],
  invocation: TraceView['invocations'][number],
): readonly TraceSpanView[] {
  const root = spans.find((span) => span.spanId === invocation.spanId);
  if (root === undefined || invocation.coldStart !== true) return [];
  // Emitters differ by how they measure: an init that began a little earlier is still this one's.
  const from = root.offsetMs - 1.5 * (invocation.initDurationMs ?? LONGEST_INIT_MS) - 100;
  const until = root.offsetMs + root.durationMs;
  return spans
    .filter((span) => span.isInit && span.service === root.service)
    .filter((span) => span.offsetMs >= from && span.offsetMs <= until)
    .toSorted((one, other) => one.offsetMs - other.offsetMs);
}

/** Lambda ends an init that takes longer and begins anew. */
const LONGEST_INIT_MS = 10_000;
