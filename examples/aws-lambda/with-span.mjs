import { SpanStatusCode, trace } from '@opentelemetry/api';

const tracer = trace.getTracer('faaslens-examples');

/** Runs `fn` inside a span of its own; a thrown error marks the span and goes on to the caller. */
export function withSpan(name, options, fn) {
  return tracer.startActiveSpan(name, options, async (span) => {
    try {
      return await fn(span);
    } catch (error) {
      span.recordException(error);
      span.setStatus({ code: SpanStatusCode.ERROR, message: error.message });
      throw error;
    } finally {
      span.end();
    }
  });
}
