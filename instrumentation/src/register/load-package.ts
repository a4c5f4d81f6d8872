import { join } from 'node:path';
import type { Environment } from '../config/environment';

// The build writes the plain word `require` for this name, in both formats. Undefined in Node.js's own ES modules.
declare const BUNDLER_REQUIRE: NodeJS.Require;

type Sdk = typeof import('@opentelemetry/sdk-node');
type Exporter = typeof import('@opentelemetry/exporter-trace-otlp-http');

/** The packages that a function with the full SDK brings along. */
export interface SdkPackages {
  readonly sdk: Sdk;
  readonly exporter: Exporter;
}

/** Loads the SDK of the function. Throws Node.js's own error when it is not installed. */
export function loadSdk(env: Environment): SdkPackages {
  // Named in full, so that a bundler takes them along.
  if (typeof BUNDLER_REQUIRE === 'function') {
    try {
      return {
        sdk: BUNDLER_REQUIRE('@opentelemetry/sdk-node') as Sdk,
        exporter: BUNDLER_REQUIRE('@opentelemetry/exporter-trace-otlp-http') as Exporter,
      };
    } catch (error) {
      if (!isMissing(error)) throw error;
    }
  }
  return {
    sdk: loadPackage('@opentelemetry/sdk-node', env) as Sdk,
    exporter: loadPackage('@opentelemetry/exporter-trace-otlp-http', env) as Exporter,
  };
}

/** Loads a package as the function itself would: from its folder, wherever this package lies. */
export function loadPackage(name: string, env: Environment): unknown {
  return fromFunction(env, (require) => require(name) as unknown);
}

/** The file that `loadPackage` would load. */
export function resolvePackage(name: string, env: Environment): string {
  return fromFunction(env, (require) => require.resolve(name));
}

function fromFunction<T>(env: Environment, use: (require: NodeJS.Require) => T): T {
  const { createRequire } = process.getBuiltinModule('node:module');
  const places = [env.LAMBDA_TASK_ROOT, process.cwd(), process.argv[1] && join(process.argv[1], '..')];
  let missing: unknown;
  for (const place of places) {
    if (!place) continue;
    try {
      return use(createRequire(join(place, 'package.json')));
    } catch (error) {
      if (!isMissing(error)) throw error;
      missing = error;
    }
  }
  throw missing;
}

function isMissing(error: unknown): boolean {
  return (error as { code?: unknown } | undefined)?.code === 'MODULE_NOT_FOUND';
}
