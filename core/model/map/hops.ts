import type { SpanKind } from '../telemetry';

/** Whether spans of the kind are calls to something else. */
export function isCall(kind: SpanKind): boolean {
  return kind === 'client' || kind === 'producer';
}

interface HopSpan {
  readonly spanId: string;
  readonly parentSpanId: string | null;
  readonly kind: SpanKind;
}

interface HopInvocation {
  readonly spanId: string;
  readonly functionId: string;
}

/** An invocation above a span, and the call on the way to it. */
export interface Above<Invocation extends HopInvocation, Span extends HopSpan = HopSpan> {
  readonly invocation: Invocation;
  /** The call nearest to the invocation; null when there is none between. */
  readonly call: Span | null;
}

/**
 * Finds the invocation that a span of one trace ran in, the span itself among those that are looked at; null when none is
 * above it, or parents go round in a circle.
 */
export function invocationsAbove<Invocation extends HopInvocation, Span extends HopSpan>(
  spans: readonly Span[],
  invocations: readonly Invocation[],
): (spanId: string | null) => Above<Invocation, Span> | null {
  const spanOf = new Map(spans.map((span) => [span.spanId, span]));
  const invocationOf = new Map(invocations.map((one) => [one.spanId, one]));
  return (spanId) => {
    let call: Span | null = null;
    let span = spanOf.get(spanId ?? '');
    for (let steps = 0; span !== undefined && steps <= spans.length; steps += 1) {
      const invocation = invocationOf.get(span.spanId);
      if (invocation !== undefined) return { invocation, call };
      if (isCall(span.kind)) call = span;
      span = spanOf.get(span.parentSpanId ?? '');
    }
    return null;
  };
}
