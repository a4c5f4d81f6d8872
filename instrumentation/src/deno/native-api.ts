/** The small API of this package, which here also knows invocations that Deno traces by itself. */
import { span as ownSpan, recordError as recordOwnError, setAttribute as setOwnAttribute } from '../api';
import { spanBy } from '../span-by';
import type { Attributes, AttributeValue } from '../trace/attributes';
import { nativeInvocation, nativeTracer } from './native-invocation';

/** As `span` of every other entry. */
export function span<T>(name: string, fn: () => T, attributes: Attributes = {}): T {
  const tracer = nativeInvocation() && nativeTracer();
  return tracer ? spanBy(tracer, name, fn, attributes) : ownSpan(name, fn, attributes);
}

/** As `setAttribute` of every other entry. */
export function setAttribute(key: string, value: AttributeValue): void {
  const invocation = nativeInvocation();
  if (invocation) invocation.setAttribute(key, value as never);
  else setOwnAttribute(key, value);
}

/** As `recordError` of every other entry. */
export function recordError(error: unknown): void {
  const invocation = nativeInvocation();
  if (invocation) invocation.recordException(error as Error);
  else recordOwnError(error);
}
