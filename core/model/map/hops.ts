import type { SpanKind } from '../telemetry';

/** Whether spans of this kind are calls to something else. */
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
  /** The call nearest to the invocation; null if there is none in between. */
  readonly call: Span | null;
}

/**
 * Returns a lookup of the invocation in which a span of one trace ran, starting with the span itself; null when none is above
 * it, or its parents form a cycle.
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
