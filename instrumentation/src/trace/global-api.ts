import { createRequire } from 'node:module';
import type { Context, ContextManager, TextMapPropagator, TracerProvider } from '@opentelemetry/api';

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

type Api = typeof import('@opentelemetry/api');

const registry = (): Registry | undefined => (globalThis as { [REGISTRY]?: Registry })[REGISTRY];

/**
 * Makes the OpenTelemetry API use `globals`, leaving alone whatever somebody else registered. Call it as late as
 * possible: an SDK that the user starts must find the seat free.
 */
export function registerGlobals(globals: Globals): void {
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
}

/** The context that is active in the registered context manager. */
export function activeContext(fallback: ContextManager): Context {
  return (registry()?.context ?? fallback).active();
}

/** Runs `fn` with `context` active in the registered context manager, so that any provider sees our span. */
export function runInContext<T>(fallback: ContextManager, context: Context, fn: () => T): T {
  return (registry()?.context ?? fallback).with(context, fn as () => ReturnType<typeof fn>) as T;
}

// The build writes the plain word `require` for this name, in both formats. Undefined in Node.js's own ES modules.
declare const BUNDLER_REQUIRE: NodeJS.Require;

/** The copy of the API that the user's code works with, found without loading one that nobody uses. */
function loadedApi(): Api | undefined {
  try {
    const { cache } = createRequire(process.execPath);
    const path = Object.keys(cache).find((file) => LOADED_API.test(file));
    if (path !== undefined) return cache[path]?.exports as Api;
    // A bundler resolves this to the very copy in the user's bundle.
    return isBundled() ? (BUNDLER_REQUIRE('@opentelemetry/api') as Api) : undefined;
  } catch {
    return undefined;
  }
}

const LOADED_API = /@opentelemetry[\\/]api[\\/]build[\\/]src[\\/]index\.js$/;

/** Whether this code runs from a bundle of the user's rather than from the files that npm installed. */
function isBundled(): boolean {
  if (typeof BUNDLER_REQUIRE !== 'function') return false;
  return typeof __filename !== 'string' || !/instrumentation[\\/]dist[\\/][\w-]+\.cjs$/.test(__filename);
}
