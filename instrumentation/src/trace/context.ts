import type { Context, ContextManager, Span, SpanContext } from '@opentelemetry/api';
import { AsyncLocalStorage } from '../host/node';

// The API derives its keys with Symbol.for from these texts, so contexts of ours and of the API mix freely.
export const SPAN_KEY = Symbol.for('OpenTelemetry Context Key SPAN');
const SUPPRESS_KEY = Symbol.for('OpenTelemetry SDK Context Key SUPPRESS_TRACING');

function createContext(entries: ReadonlyMap<symbol, unknown>): Context {
  return {
    getValue: (key) => entries.get(key),
    setValue: (key, value) => createContext(new Map(entries).set(key, value)),
    deleteValue: (key) => createContext(new Map([...entries].filter(([other]) => other !== key))),
  };
}

/** The context outside everything. */
export const ROOT_CONTEXT: Context = createContext(new Map());

export const withSpan = (context: Context, span: Span): Context => context.setValue(SPAN_KEY, span);

export const withoutTracing = (context: Context): Context => context.setValue(SUPPRESS_KEY, true);

export const isTracingSuppressed = (context: Context): boolean => context.getValue(SUPPRESS_KEY) === true;

/** The identity of the context's span; `undefined` when there is none or it is the API's invalid one. */
export function spanContextOf(context: Context): SpanContext | undefined {
  const span = context.getValue(SPAN_KEY) as Span | undefined;
  const identity = span?.spanContext();
  return identity && !ZEROS.test(identity.traceId) && !ZEROS.test(identity.spanId) ? identity : undefined;
}

const ZEROS = /^0*$/;

/** Carries the active context through promises, timers and callbacks. Event emitters are not bound, only functions. */
export function createContextManager(): ContextManager {
  const storage = new AsyncLocalStorage<Context>();
  const manager: ContextManager = {
    active: () => storage.getStore() ?? ROOT_CONTEXT,
    with: (context, fn, thisArg, ...args) => storage.run(context, () => fn.call(thisArg as never, ...args)),
    bind(context, target) {
      if (typeof target !== 'function') return target;
      const bound = function (this: unknown, ...args: unknown[]): unknown {
        return storage.run(context, () => Reflect.apply(target, this, args));
      };
      return Object.defineProperty(bound, 'length', { value: target.length, configurable: true }) as never;
    },
    enable: () => manager,
    disable() {
      storage.disable();
      return manager;
    },
  };
  return manager;
}
