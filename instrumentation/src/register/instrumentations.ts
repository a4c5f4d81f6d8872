import type { Environment } from '../config/environment';

/** As far as it is used, what every `@opentelemetry/instrumentation-*` package makes; names no type of theirs. */
export interface Instrumentation {
  readonly instrumentationName: string;
  setTracerProvider(provider: unknown): void;
}

/**
 * The packages that `OTEL_NODE_ENABLED_INSTRUMENTATIONS` names, in its order: `http` stands for
 * `@opentelemetry/instrumentation-http`; a name with a slash stands for itself. Empty when nothing is named.
 */
export function namedPackages(env: Environment): string[] {
  return (env.OTEL_NODE_ENABLED_INSTRUMENTATIONS ?? '')
    .split(',')
    .map((name) => name.trim())
    .filter((name) => name !== '')
    .map((name) => (name.includes('/') ? name : `@opentelemetry/instrumentation-${name}`));
}

/** One of every instrumentation that a package exports, made with its defaults; empty when it exports none. */
export function instrumentationsOf(exported: unknown): Instrumentation[] {
  return Object.entries(Object(exported) as Record<string, unknown>).flatMap(([name, value]) =>
    name.endsWith('Instrumentation') && isInstrumentationClass(value) ? [new value()] : [],
  );
}

function isInstrumentationClass(value: unknown): value is new () => Instrumentation {
  const prototype = typeof value === 'function' ? (value.prototype as Partial<Instrumentation>) : undefined;
  return typeof prototype?.setTracerProvider === 'function';
}
