import type { Context, ContextManager, TextMapPropagator, TracerProvider } from '@opentelemetry/api';
import { loadedApi } from '../host/node';

// Every copy of the API finds its globals here, so they can be read and set without loading the API.
const REGISTRY = Symbol.for('opentelemetry.js.api.1');

// A copy of the API reads a registry whose minor version is at least its own; this one is used only when no copy
// of the API is loaded yet, and is above all of them.
const ANY_VERSION = '1.999.0';

interface Registry {
  version: string;
  trace?: TracerProvider;
  context?: ContextManager;
  propagation?: TextMapPropagator;
}

export interface Globals {
  readonly tracerProvider: TracerProvider;
  readonly contextManager: ContextManager;
  /** `undefined` registers none. */
  readonly propagator: TextMapPropagator | undefined;
}

const registry = (): Registry | undefined => (globalThis as { [REGISTRY]?: Registry })[REGISTRY];

/** A tracer provider of an SDK: it sends its own spans, when it is asked to. */
export interface SdkTracerProvider extends TracerProvider {
  forceFlush(): Promise<void>;
}

/**
 * Makes the OpenTelemetry API use `globals`, leaving alone whatever somebody else registered. Call it as late as
 * possible: an SDK that the user starts must find the seat free.
 *
 * @returns the provider of the SDK that was there first, if one was
 */
export function registerGlobals(globals: Globals): SdkTracerProvider | undefined {
  const taken = registry();
  const wanted = {
    trace: taken?.trace ? undefined : globals.tracerProvider,
    context: taken?.context ? undefined : globals.contextManager,
    propagation: taken?.propagation ? undefined : globals.propagator,
  };
  const api = loadedApi();
  // The API's own setters also reach tracers that modules asked for before this moment; the registry alone does not.
  if (wanted.context) api?.context.setGlobalContextManager(wanted.context);
  if (wanted.propagation) api?.propagation.setGlobalPropagator(wanted.propagation);
  if (wanted.trace) api?.trace.setGlobalTracerProvider(wanted.trace);

  const target: Registry = registry() ?? { version: ANY_VERSION };
  if (wanted.context) target.context ??= wanted.context;
  if (wanted.propagation) target.propagation ??= wanted.propagation;
  if (wanted.trace) target.trace ??= wanted.trace;
  (globalThis as { [REGISTRY]?: Registry })[REGISTRY] = target;
  return wanted.trace ? undefined : sdkOf(taken?.trace);
}

/** Looks through the API's proxy at the provider behind it. */
function sdkOf(provider: TracerProvider | undefined): SdkTracerProvider | undefined {
  const proxy = provider as { getDelegate?(): TracerProvider } | undefined;
  const behind = proxy?.getDelegate?.() ?? provider;
  return typeof (behind as Partial<SdkTracerProvider> | undefined)?.forceFlush === 'function'
    ? (behind as SdkTracerProvider)
    : undefined;
}

/** Whether `manager` is the registered context manager. */
export const isContextManager = (manager: ContextManager): boolean => registry()?.context === manager;

/** The context that is active in the registered context manager. */
export function activeContext(fallback: ContextManager): Context {
  return (registry()?.context ?? fallback).active();
}

/** Runs `fn` with `context` active in the registered context manager, so that any provider sees our span. */
export function runInContext<T>(fallback: ContextManager, context: Context, fn: () => T): T {
  return (registry()?.context ?? fallback).with(context, fn as () => ReturnType<typeof fn>) as T;
}
