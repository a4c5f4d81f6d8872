import type { Environment } from '../config/environment';
import { functionResource } from './function-resource';
import { hookModules } from './hook-modules';
import { type Instrumentation, instrumentationsOf, namedPackages } from './instrumentations';
import { loadPackage, loadSdk, type SdkPackages } from './load-package';

// The last line that supports Node.js 20, and the API that it works with.
const PACKAGES =
  '@opentelemetry/api@1.9 @opentelemetry/sdk-node@0.223 @opentelemetry/exporter-trace-otlp-http@0.223';

/** The OpenTelemetry SDK of this process. */
export interface StartedSdk {
  /** Takes up instrumentations that the function made itself; best before the modules they look at are loaded. */
  add(instrumentations: readonly Instrumentation[]): void;
  /** Sends what there is and stops; never rejects. */
  shutdown(): Promise<void>;
}

export interface StartSdkDependencies {
  readonly env: Environment;
  /** Takes one line about what could not be done. */
  warn(line: string): void;
}

/**
 * Starts `@opentelemetry/sdk-node` with the OTLP/HTTP exporter, as the `OTEL_*` variables say, and registers it with
 * the OpenTelemetry API, where `wrap` finds it. Metrics and logs are off unless their variables ask for them: a
 * function would wait for their export, and `wrap` sends the logs.
 *
 * @returns `undefined` when it is switched off or not installed; the function then runs as without it
 */
export function startSdk({ env, warn }: StartSdkDependencies): StartedSdk | undefined {
  if (env.OTEL_SDK_DISABLED?.trim().toLowerCase() === 'true') return undefined;
  let packages: SdkPackages;
  try {
    packages = loadSdk(env);
  } catch (error) {
    warn(`the OpenTelemetry SDK cannot be loaded (${messageOf(error)}): npm install ${PACKAGES}`);
    return undefined;
  }
  const { sdk: library, exporter } = packages;
  const instrumentations = namedPackages(env).flatMap((name) => {
    try {
      return instrumentationsOf(loadPackage(name, env));
    } catch (error) {
      warn(`${name} cannot be loaded: ${messageOf(error)}`);
      return [];
    }
  });
  const prepareModules = once(() => {
    try {
      hookModules(env);
    } catch (error) {
      warn(`ES modules cannot be instrumented: ${messageOf(error)}`);
    }
  });
  if (instrumentations.length > 0) prepareModules();
  const { resources } = library;
  const sdk = new library.NodeSDK({
    // Without one the SDK would ask the environment, and find protobuf where the environment is silent.
    ...(asksForAnotherExporter(env) ? {} : { traceExporter: new exporter.OTLPTraceExporter() }),
    ...(env.OTEL_METRICS_EXPORTER ? {} : { metricReaders: [] }),
    ...(env.OTEL_LOGS_EXPORTER ? {} : { logRecordProcessors: [] }),
    // A command line may hold secrets, and the function's attributes say which process it is.
    ...(env.OTEL_NODE_RESOURCE_DETECTORS ? {} : { resourceDetectors: [resources.envDetector] }),
    resource: resources.defaultResource().merge(resources.resourceFromAttributes(functionResource(env))),
    instrumentations: instrumentations as never,
  });
  sdk.start();
  return {
    add(added) {
      if (added.length > 0) prepareModules();
      const provider = library.api.trace.getTracerProvider();
      for (const instrumentation of added) instrumentation.setTracerProvider(provider);
    },
    shutdown: () =>
      sdk.shutdown().catch((error: unknown) => warn(`the SDK did not end well: ${messageOf(error)}`)),
  };
}

function asksForAnotherExporter(env: Environment): boolean {
  const exporters = env.OTEL_TRACES_EXPORTER?.trim() || 'otlp';
  const protocol =
    env.OTEL_EXPORTER_OTLP_TRACES_PROTOCOL?.trim() || env.OTEL_EXPORTER_OTLP_PROTOCOL?.trim() || 'http/json';
  return exporters !== 'otlp' || protocol !== 'http/json';
}

function once(run: () => void): () => void {
  let isDone = false;
  return () => {
    if (!isDone) run();
    isDone = true;
  };
}

function messageOf(error: unknown): string {
  return (error instanceof Error ? error.message : String(error)).split('\n', 1)[0] ?? '';
}
