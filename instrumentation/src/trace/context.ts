import type { Context, ContextManager, Span, SpanContext } from '@opentelemetry/api';
import { AsyncLocalStorage } from '../host/node';

// The API derives its keys with Symbol.for from these texts, so contexts of ours and of the API mix freely.
const SPAN_KEY = Symbol.for('OpenTelemetry Context Key SPAN');
const SUPPRESS_KEY = Symbol.for('OpenTelemetry SDK Context Key SUPPRESS_TRACING');

class ImmutableContext implements Context {
  constructor(private readonly entries: ReadonlyMap<symbol, unknown>) {}

  getValue(key: symbol): unknown {
    return this.entries.get(key);
  }
  setValue(key: symbol, value: unknown): Context {
    return new ImmutableContext(new Map(this.entries).set(key, value));
  }
  deleteValue(key: symbol): Context {
    const entries = new Map(this.entries);
    entries.delete(key);
    return new ImmutableContext(entries);
  }
}

/** The context outside everything. */
export const ROOT_CONTEXT: Context = new ImmutableContext(new Map());

export function withSpan(context: Context, span: Span): Context {
  return context.setValue(SPAN_KEY, span);
}

export function withoutTracing(context: Context): Context {
  return context.setValue(SUPPRESS_KEY, true);
}

export function isTracingSuppressed(context: Context): boolean {
  return context.getValue(SUPPRESS_KEY) === true;
}

/** The identity of the context's span; `undefined` when there is none or it is the API's invalid one. */
export function spanContextOf(context: Context): SpanContext | undefined {
  const span = context.getValue(SPAN_KEY) as Span | undefined;
  const identity = span?.spanContext();
  return identity && !/^0*$/.test(identity.traceId) && !/^0*$/.test(identity.spanId) ? identity : undefined;
}

/** Carries the active context through promises, timers and callbacks. Event emitters are not bound, only functions. */
export class AsyncContextManager implements ContextManager {
  private readonly storage = new AsyncLocalStorage<Context>();

  active(): Context {
    return this.storage.getStore() ?? ROOT_CONTEXT;
  }

  with<A extends unknown[], F extends (...args: A) => ReturnType<F>>(
    context: Context,
    fn: F,
    thisArg?: ThisParameterType<F>,
    ...args: A
  ): ReturnType<F> {
    return this.storage.run(context, () => fn.call(thisArg, ...args));
  }

  bind<T>(context: Context, target: T): T {
    if (typeof target !== 'function') return target;
    const run = <R>(call: () => R): R => this.storage.run(context, call);
    const bound = function (this: unknown, ...args: unknown[]): unknown {
      return run(() => Reflect.apply(target, this, args));
    };
    Object.defineProperty(bound, 'length', { value: target.length, configurable: true });
    return bound as T;
  }

  enable(): this {
    return this;
  }

  disable(): this {
    this.storage.disable();
    return this;
  }
}
