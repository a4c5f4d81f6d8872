import type { Context, SpanContext } from '@opentelemetry/api';
import { SPAN_KEY } from '../trace/context';
import { parseTraceContext } from '../trace/trace-context';
import type { OutgoingRequest } from './outgoing-request';

// As in the OpenTelemetry API.
const KIND_CLIENT = 2;

/** The spans of this package and those of the OpenTelemetry SDK keep these facts in different places. */
interface AnySpan {
  readonly kind?: number;
  readonly parentSpanContext?: SpanContext;
  readonly init?: { readonly kind: number; readonly parent: SpanContext | undefined };
}

/**
 * Whether another instrumentation made a span of this request already: its header then names a span of this trace that
 * is neither the active one, as callers inject it by hand, nor the active one's parent, as they pass it on; or it names
 * the active one, and that is a client span.
 *
 * @param active the identity of the active span
 */
export function isTracedElsewhere(request: OutgoingRequest, context: Context, active: SpanContext): boolean {
  const named = parseTraceContext(request.header('traceparent'));
  if (named === undefined || named.traceId !== active.traceId) return false;
  const span = context.getValue(SPAN_KEY) as AnySpan;
  if (named.spanId === active.spanId) return (span.kind ?? span.init?.kind) === KIND_CLIENT;
  return named.spanId !== (span.parentSpanContext ?? span.init?.parent)?.spanId;
}
