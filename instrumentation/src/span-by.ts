import type { Span, Tracer } from '@opentelemetry/api';
import { recordFailure } from './outcome';
import { type Attributes, defined } from './trace/attributes';

/** Runs `fn` inside a span of the tracer's, which ends when `fn` does, or when its promise settles. */
export function spanBy<T>(tracer: Tracer, name: string, fn: () => T, attributes: Attributes): T {
  const options = { attributes: defined(attributes) as never };
  return tracer.startActiveSpan(name, options, (started) => endWith(started, fn));
}

function endWith<T>(started: Span, fn: () => T): T {
  let result: T;
  try {
    result = fn();
  } catch (error) {
    fail(started, error);
    throw error;
  }
  if (!isPromise(result)) {
    started.end();
    return result;
  }
  return result.then(
    (value: unknown) => {
      started.end();
      return value;
    },
    (error: unknown) => {
      fail(started, error);
      throw error;
    },
  ) as T;
}

function fail(started: Span, error: unknown): void {
  recordFailure(started, error);
  started.end();
}

function isPromise(value: unknown): value is Promise<unknown> {
  return typeof (value as Partial<Promise<unknown>> | undefined | null)?.then === 'function';
}
