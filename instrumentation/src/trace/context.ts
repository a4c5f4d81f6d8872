import type { Context, ContextManager, Span, SpanContext } from '@opentelemetry/api';
import { createAsyncStorage } from '../host/node';

// The API derives its keys with Symbol.for from these texts, so contexts of ours and of the API mix freely.
export const SPAN_KEY = Symbol.for('OpenTelemetry Context Key SPAN');
const SUPPRESS_KEY = Symbol.for('OpenTelemetry SDK Context Key SUPPRESS_TRACING');

/** One value over the context it was made from: cheaper to make than a copy, and few of them lie upon each other. */
class LinkedContext implements Context {
  constructor(
    private readonly below?: LinkedContext,
    private readonly key?: symbol,
    private readonly value?: unknown,
  ) {}

  getValue(key: symbol): unknown {
    let context: LinkedContext | undefined = this;
    while (context && context.key !== key) context = context.below;
    return context?.value;
  }
  setValue(key: symbol, value: unknown): Context {
    return new LinkedContext(this, key, value);
  }
  deleteValue(key: symbol): Context {
    return this.setValue(key, undefined);
  }
}

/** The context outside everything. */
export const ROOT_CONTEXT: Context = new LinkedContext();

export const withSpan = (context: Context, span: Span): Context => context.setValue(SPAN_KEY, span);

export const withoutTracing = (context: Context): Context => context.setValue(SUPPRESS_KEY, true);

export const isTracingSuppressed = (context: Context): boolean => context.getValue(SUPPRESS_KEY) === true;

/** The API's own invalid identity. */
export const INVALID: SpanContext = { traceId: '0'.repeat(32), spanId: '0'.repeat(16), traceFlags: 0 };

/** The identity of the context's span; `undefined` when there is none or it is the API's invalid one. */
export function spanContextOf(context: Context): SpanContext | undefined {
  const identity = (context.getValue(SPAN_KEY) as Span | undefined)?.spanContext();
  return identity && identity.traceId !== INVALID.traceId && identity.spanId !== INVALID.spanId
    ? identity
    : undefined;
}

/** A context manager that one context can reside in. */
export interface ResidentContexts extends ContextManager {
  /** Makes `context` the active one of all code that runs in no other. */
  reside(context: Context | undefined): void;
  /** Whether the calling code runs in a context of its own. */
  isEntered(): boolean;
}

/**
 * Carries the active context through promises, timers and callbacks. Event emitters are not bound, only functions. Costs
 * nothing until `with` is called: before Node.js 24, every promise of the process is dearer from then on.
 */
export function createContextManager(): ResidentContexts {
  let storage: ReturnType<typeof createAsyncStorage<Context>> | undefined;
  let resident: Context | undefined;
  const enter = <T>(context: Context, fn: () => T): T => {
    storage ??= createAsyncStorage<Context>();
    return storage.run(context, fn);
  };
  const manager: ResidentContexts = {
    reside(context) {
      resident = context;
    },
    isEntered: () => storage?.getStore() !== undefined,
    active: () => storage?.getStore() ?? resident ?? ROOT_CONTEXT,
    with: (context, fn, thisArg, ...args) => enter(context, () => fn.call(thisArg as never, ...args)),
    bind(context, target) {
      if (typeof target !== 'function') return target;
      const bound = function (this: unknown, ...args: unknown[]): unknown {
        return enter(context, () => Reflect.apply(target, this, args));
      };
      return Object.defineProperty(bound, 'length', { value: target.length, configurable: true }) as never;
    },
    enable: () => manager,
    disable() {
      storage?.disable();
      return manager;
    },
  };
  return manager;
}
