import type { Span } from '@opentelemetry/api';
import { existingRuntime } from './current-runtime';
import { spanBy } from './span-by';
import { AttributeSet } from './trace/attribute-set';
import type { Attributes, AttributeValue } from './trace/attributes';

const SEVERITIES = { debug: 5, info: 9, warn: 13, error: 17 } as const;

/** How much a log record matters. */
export type Severity = keyof typeof SEVERITIES;

/**
 * Runs `fn` inside a span of its own, a child of the one that is active, and gives back what `fn` gives back. The span
 * ends when `fn` does, or when its promise settles; a thrown error marks it and goes on to the caller. Outside an
 * invocation, and when nothing is instrumented, `fn` just runs.
 */
export function span<T>(name: string, fn: () => T, attributes: Attributes = {}): T {
  const runtime = existingRuntime();
  return runtime?.currentInvocation() === undefined ? fn() : spanBy(runtime.tracer, name, fn, attributes);
}

/** Sets an attribute of the invocation's span, wherever in the invocation it is called; nothing outside one. */
export function setAttribute(key: string, value: AttributeValue): void {
  invocationSpan()?.setAttribute(key, value as never);
}

/** Tells an error that the handler dealt with: an exception on the invocation's span, which stays without failure. */
export function recordError(error: unknown): void {
  invocationSpan()?.recordException(error as Error);
}

/** Writes a log record with the span that is active; nothing outside an invocation. It is not printed. */
export function log(severity: Severity, message: string, attributes: Attributes = {}): void {
  const runtime = existingRuntime();
  runtime?.log(() => {
    const set = new AttributeSet(runtime.config.limits);
    for (const [key, value] of Object.entries(attributes)) {
      if (value !== undefined) set.set(key, value);
    }
    return {
      severityNumber: SEVERITIES[severity],
      severityText: severity.toUpperCase(),
      body: String(message).slice(0, runtime.config.limits.valueLength),
      attributes: set,
    };
  });
}

const invocationSpan = (): Span | undefined => existingRuntime()?.currentInvocation()?.span;
