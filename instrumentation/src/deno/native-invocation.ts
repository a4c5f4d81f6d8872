import type { ContextManager, Span, Tracer, TracerProvider } from '@opentelemetry/api';
import { PACKAGE_NAME, PACKAGE_VERSION } from '../version';

const REGISTRY = Symbol.for('opentelemetry.js.api.1');
const INVOCATION = Symbol.for('faaslens.native invocation');

interface Registry {
  readonly context?: ContextManager;
  readonly trace?: TracerProvider;
}

const registry = (): Registry => (globalThis as { [REGISTRY]?: Registry })[REGISTRY] ?? {};

/** Runs `fn` so that everything in it belongs to the invocation that `span`, made by Deno, stands for. */
export function runInNative<T>(span: Span, fn: () => T): T {
  const { context } = registry();
  if (context === undefined) return fn();
  return context.with(context.active().setValue(INVOCATION, span), fn as () => ReturnType<typeof fn>) as T;
}

/** The span of Deno's that stands for the invocation which the calling code belongs to. */
export const nativeInvocation = (): Span | undefined =>
  registry().context?.active().getValue(INVOCATION) as Span | undefined;

/** Makes spans for this package in Deno's own OpenTelemetry. */
export const nativeTracer = (): Tracer | undefined =>
  registry().trace?.getTracer(PACKAGE_NAME, PACKAGE_VERSION);
