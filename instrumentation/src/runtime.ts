import { AsyncLocalStorage } from 'node:async_hooks';
import type { SpanContext } from '@opentelemetry/api';
import { type Config, readConfig } from './config/config';
import type { Environment } from './config/environment';
import { createDiagnostics, type Diagnostics } from './diagnostics';
import { createExporter, type Exporter, type Telemetry } from './export/exporter';
import { encodeResource, encodeSpan } from './export/otlp-json';
import { InvocationTelemetry, OWN_SCOPE } from './invocation-telemetry';
import { captureConsole, type LogLine } from './logs/console-capture';
import type { Attributes } from './trace/attributes';
import { createClock } from './trace/clock';
import { AsyncContextManager, ROOT_CONTEXT, spanContextOf, withoutTracing, withSpan } from './trace/context';
import { activeContext, registerGlobals, runInContext } from './trace/global-api';
import { NonRecordingSpan } from './trace/non-recording-span';
import { RecordingSpan } from './trace/recording-span';
import { createSampler, type Sampler } from './trace/sampler';
import { traceContextPropagator } from './trace/trace-context';
import { createTracerProvider, newIdentity, type SpanHome } from './trace/tracer';

// As in the OpenTelemetry API.
const KIND_SERVER = 1;

export interface ServerSpanStart {
  readonly name: string;
  readonly attributes: Attributes;
  readonly parent: SpanContext | undefined;
  readonly links: readonly SpanContext[];
}

/** An invocation that has begun: its telemetry and the span that stands for it. */
export interface StartedInvocation {
  readonly telemetry: InvocationTelemetry;
  readonly span: RecordingSpan | NonRecordingSpan;
}

/** What one process needs to instrument invocations, whatever the platform. */
export interface Runtime {
  readonly config: Config;
  readonly diagnostics: Diagnostics;
  /** Starts telemetry and the server span; the first call also takes the free seats of the OpenTelemetry API. */
  start(start: ServerSpanStart): StartedInvocation;
  /** Runs `fn` so that everything it awaits belongs to the invocation. */
  run<T>(invocation: StartedInvocation, fn: () => T): T;
  /** As `Exporter.flush`. */
  flush(telemetry: Telemetry, budgetMs: number): Promise<void>;
  /** When the first invocation came; `undefined` from the second call on. */
  claimFirstInvocation(): FirstInvocation | undefined;
  /** Puts `console` back. For tests: a process that runs functions never needs it. */
  dispose(): void;
}

/** Both in ms. */
export interface FirstInvocation {
  readonly sinceProcessStart: number;
  readonly sinceLoad: number;
}

/**
 * @param detect gives the attributes of the platform's resource; those of the `OTEL_*` variables win over them
 * @returns `undefined` when `OTEL_SDK_DISABLED` is true
 */
export function createRuntime(
  env: Environment,
  detect: (env: Environment) => Attributes,
): Runtime | undefined {
  const config = readConfig(env);
  if (config.disabled) return undefined;
  const diagnostics = createDiagnostics(config.logLevel);
  for (const warning of config.warnings) diagnostics.warnOnce(warning, warning);
  const resource = encodeResource({
    ...detect(env),
    ...config.resourceAttributes,
    ...(config.serviceName ? { 'service.name': config.serviceName } : {}),
  });
  return new ProcessRuntime(config, diagnostics, createExporter(config, resource, diagnostics));
}

class ProcessRuntime implements Runtime {
  private readonly loadedAt = performance.now();
  private readonly sampler: Sampler;
  private readonly invocations = new AsyncLocalStorage<InvocationTelemetry | undefined>();
  private readonly contexts = new AsyncContextManager();
  private readonly restoreConsole: (() => void) | undefined;
  private isFirst = true;
  private isRegistered = false;

  constructor(
    readonly config: Config,
    readonly diagnostics: Diagnostics,
    private readonly exporter: Exporter,
  ) {
    this.sampler = createSampler(config.sampler);
    if (config.logs) this.restoreConsole = captureConsole(console, config.limits, (line) => this.log(line));
  }

  claimFirstInvocation(): FirstInvocation | undefined {
    if (!this.isFirst) return undefined;
    this.isFirst = false;
    const now = performance.now();
    return { sinceProcessStart: now, sinceLoad: now - this.loadedAt };
  }

  start({ name, attributes, parent, links }: ServerSpanStart): StartedInvocation {
    this.register();
    const telemetry = new InvocationTelemetry(this.exporter, () =>
      this.diagnostics.warnOnce(
        'records',
        'an invocation made too many spans or log records; some are dropped',
      ),
    );
    const identity = newIdentity(parent, this.sampler);
    if (!(identity.traceFlags & 1)) return { telemetry, span: new NonRecordingSpan(identity) };
    const span = new RecordingSpan({
      name,
      scope: OWN_SCOPE,
      identity,
      parent,
      kind: KIND_SERVER,
      clock: telemetry.clock,
      sink: telemetry,
      limits: this.config.limits,
    });
    span.setAttributes(attributes);
    span.addLinks(links.map((context) => ({ context })));
    return { telemetry, span };
  }

  run<T>({ telemetry, span }: StartedInvocation, fn: () => T): T {
    return this.invocations.run(telemetry, () =>
      runInContext(this.contexts, withSpan(ROOT_CONTEXT, span), fn),
    );
  }

  flush(telemetry: Telemetry, budgetMs: number): Promise<void> {
    // Outside the invocation, so that a kept-alive socket does not hold on to the one that opened it.
    return this.invocations.run(undefined, () =>
      runInContext(this.contexts, withoutTracing(ROOT_CONTEXT), () =>
        this.exporter.flush(telemetry, budgetMs),
      ),
    );
  }

  dispose(): void {
    this.restoreConsole?.();
  }

  /** At the first invocation, not when the package is loaded: an SDK of the user's may start until then. */
  private register(): void {
    if (this.isRegistered) return;
    this.isRegistered = true;
    registerGlobals({
      tracerProvider: createTracerProvider({
        sampler: this.sampler,
        limits: this.config.limits,
        home: () => this.home(),
        active: () => activeContext(this.contexts),
        run: (context, fn) => runInContext(this.contexts, context, fn),
      }),
      contextManager: this.contexts,
      propagator: this.config.traceContext ? traceContextPropagator : undefined,
    });
  }

  private home(): SpanHome {
    const telemetry = this.invocations.getStore();
    if (telemetry) return { sink: telemetry, clock: telemetry.clock };
    // Spans outside any invocation go with the next flush.
    const ended = (span: RecordingSpan) => this.exporter.keep({ spans: [encodeSpan(span)], logs: [] });
    return { sink: { started() {}, ended }, clock: createClock() };
  }

  private log(line: () => LogLine): void {
    const telemetry = this.invocations.getStore();
    if (telemetry === undefined) return;
    try {
      const span = spanContextOf(activeContext(this.contexts));
      telemetry.log({ ...line(), time: telemetry.clock.now(), span });
    } catch (error) {
      this.diagnostics.internalError('a console line could not be captured', error);
    }
  }
}
