import type { Span, Tracer, TracerProvider } from '@opentelemetry/api';
import { type Config, readConfig } from './config/config';
import type { Environment } from './config/environment';
import { createDiagnostics, type Diagnostics } from './diagnostics';
import { createExporter, type Exporter, type Telemetry } from './export/exporter';
import { encodeResource, encodeSpan } from './export/otlp-json';
import { AsyncLocalStorage, sinceProcessStart, watchFatalErrors } from './host/node';
import { followCalls } from './host/node-calls';
import type { InvocationSpanStart } from './invocation-span-start';
import { InvocationTelemetry, OWN_SCOPE } from './invocation-telemetry';
import { loadBegan } from './load-time';
import { captureConsole, type LogLine } from './logs/console-capture';
import type { CallsDependencies } from './outgoing/calls';
import type { Attributes } from './trace/attributes';
import { createClock } from './trace/clock';
import { AsyncContextManager, ROOT_CONTEXT, spanContextOf, withoutTracing, withSpan } from './trace/context';
import { activeContext, registerGlobals, runInContext, type SdkTracerProvider } from './trace/global-api';
import { NonRecordingSpan } from './trace/non-recording-span';
import { RecordingSpan } from './trace/recording-span';
import { createSampler, type Sampler } from './trace/sampler';
import { flushSdk, startSdkSpan } from './trace/sdk-span';
import { traceContextPropagator } from './trace/trace-context';
import { createTracerProvider, newIdentity, type SpanHome } from './trace/tracer';

/** An invocation that has begun: its telemetry and the span that stands for it. */
export interface StartedInvocation {
  readonly telemetry: InvocationTelemetry;
  readonly span: Span;
}

/** What one process needs to instrument invocations, whatever the platform. */
export interface Runtime {
  readonly config: Config;
  readonly diagnostics: Diagnostics;
  /** Makes spans of this package's own scope, as children of what is active. */
  readonly tracer: Tracer;
  /** Starts telemetry and span; the first call also takes the free seats of the OpenTelemetry API. */
  start(start: InvocationSpanStart): StartedInvocation;
  /** Runs `fn` so that everything it awaits belongs to the invocation. */
  run<T>(invocation: StartedInvocation, fn: () => T): T;
  /** As `Exporter.flush`; an SDK that made the span is flushed too. */
  flush(telemetry: Telemetry, budgetMs: number): Promise<void>;
  /** As `Exporter.flushNow`. */
  flushNow(telemetry: Telemetry): void;
  /** Ends the spans of outgoing calls whose answer the invocation has, though it read no body. */
  settleCalls(invocation: StartedInvocation): void;
  /** The invocation that the calling code belongs to. */
  currentInvocation(): StartedInvocation | undefined;
  /** When the first invocation came; `undefined` from the second call on. */
  claimFirstInvocation(): FirstInvocation | undefined;
  /** Tells every error that nobody catches, with the invocation it belongs to where that is known. */
  onFatalError(tell: (error: unknown, invocation: StartedInvocation | undefined) => void): void;
  /** Writes a log record into the invocation that the calling code belongs to, if any. */
  log(line: () => LogLine): void;
  /** Whether an SDK of the user's makes the spans. */
  isSdkUsed(): boolean;
  /** Puts `console` back. For tests: a process that runs functions never needs it. */
  dispose(): void;
}

/** Presents an outgoing call; `undefined` for those it does not know. */
export type DescribeCall = NonNullable<CallsDependencies['describe']>;

/** All in ms. */
export interface FirstInvocation {
  /** `undefined` where the engine has no process. */
  readonly sinceProcessStart: number | undefined;
  readonly sinceLoad: number;
  /** What loading this package took. */
  readonly loadTime: number;
}

/**
 * @param detect gives the attributes of the platform's resource; those of the `OTEL_*` variables win over them
 * @param describeCall presents the outgoing calls it knows, for example those of AWS' APIs
 * @returns `undefined` when `OTEL_SDK_DISABLED` is true
 */
export function createRuntime(
  env: Environment,
  detect: (env: Environment) => Attributes,
  describeCall?: DescribeCall,
): Runtime | undefined {
  const began = performance.now();
  const config = readConfig(env);
  if (config.disabled) return undefined;
  const diagnostics = createDiagnostics(config.logLevel);
  for (const warning of config.warnings) diagnostics.warnOnce(warning, warning);
  const resource = encodeResource({
    ...detect(env),
    ...config.resourceAttributes,
    ...(config.serviceName ? { 'service.name': config.serviceName } : {}),
  });
  const exporter = createExporter(config, resource, diagnostics);
  return new ProcessRuntime(config, diagnostics, exporter, began, describeCall);
}

const modulesLoaded = performance.now();

class ProcessRuntime implements Runtime {
  private readonly loadedAt = performance.now();
  private readonly sampler: Sampler;
  private readonly invocations = new AsyncLocalStorage<StartedInvocation | undefined>();
  private readonly contexts = new AsyncContextManager();
  private readonly restores: (() => void)[] = [];
  private readonly provider: TracerProvider;
  private isFirst = true;
  private isRegistered = false;
  private sdk: SdkTracerProvider | undefined;
  private calls: ReturnType<typeof followCalls> | undefined;

  constructor(
    readonly config: Config,
    readonly diagnostics: Diagnostics,
    private readonly exporter: Exporter,
    private readonly began: number,
    private readonly describeCall: DescribeCall | undefined,
  ) {
    this.sampler = createSampler(config.sampler);
    this.provider = createTracerProvider({
      sampler: this.sampler,
      limits: config.limits,
      home: () => this.home(),
      active: () => activeContext(this.contexts),
      run: (context, fn) => runInContext(this.contexts, context, fn),
    });
    if (config.logs) this.restores.push(captureConsole(console, config.limits, (line) => this.log(line)));
  }

  get tracer(): Tracer {
    return (this.sdk ?? this.provider).getTracer(OWN_SCOPE.name, OWN_SCOPE.version);
  }

  claimFirstInvocation(): FirstInvocation | undefined {
    if (!this.isFirst) return undefined;
    this.isFirst = false;
    return {
      sinceProcessStart: sinceProcessStart(),
      sinceLoad: performance.now() - this.loadedAt,
      loadTime: modulesLoaded - loadBegan + (this.loadedAt - this.began),
    };
  }

  start(start: InvocationSpanStart): StartedInvocation {
    this.register();
    const telemetry = new InvocationTelemetry(this.exporter, () =>
      this.diagnostics.warnOnce(
        'records',
        'an invocation made too many spans or log records; some are dropped',
      ),
    );
    return { telemetry, span: this.sdk ? startSdkSpan(this.sdk, start) : this.startSpan(start, telemetry) };
  }

  run<T>(invocation: StartedInvocation, fn: () => T): T {
    return this.invocations.run(invocation, () =>
      runInContext(this.contexts, withSpan(ROOT_CONTEXT, invocation.span), fn),
    );
  }

  flush(telemetry: Telemetry, budgetMs: number): Promise<void> {
    // Outside the invocation, so that a kept-alive socket does not hold on to the one that opened it.
    return this.invocations.run(undefined, () =>
      runInContext(this.contexts, withoutTracing(ROOT_CONTEXT), async () => {
        const sdkBudgetMs = Math.min(budgetMs, this.config.traces?.timeoutMs ?? 0);
        await Promise.all([
          this.exporter.flush(telemetry, budgetMs),
          this.sdk && flushSdk(this.sdk, sdkBudgetMs, this.diagnostics),
        ]);
      }),
    );
  }

  flushNow(telemetry: Telemetry): void {
    this.exporter.flushNow(telemetry);
  }

  currentInvocation(): StartedInvocation | undefined {
    return this.invocations.getStore();
  }

  settleCalls(invocation: StartedInvocation): void {
    this.calls?.settle(invocation);
  }

  isSdkUsed(): boolean {
    return this.sdk !== undefined;
  }

  onFatalError(tell: (error: unknown, invocation: StartedInvocation | undefined) => void): void {
    this.restores.push(watchFatalErrors((error) => tell(error, this.invocations.getStore())));
  }

  dispose(): void {
    for (const restore of this.restores) restore();
  }

  log(line: () => LogLine): void {
    const telemetry = this.invocations.getStore()?.telemetry;
    if (telemetry === undefined) return;
    try {
      const span = spanContextOf(activeContext(this.contexts));
      telemetry.log({ ...line(), time: telemetry.clock.now(), span });
    } catch (error) {
      this.diagnostics.internalError('a log line could not be captured', error);
    }
  }

  private startSpan(
    { name, kind, attributes, parent, links }: InvocationSpanStart,
    telemetry: InvocationTelemetry,
  ): Span {
    const identity = newIdentity(parent, this.sampler);
    if (!(identity.traceFlags & 1)) return new NonRecordingSpan(identity);
    const span = new RecordingSpan({
      name,
      scope: OWN_SCOPE,
      identity,
      parent,
      kind,
      clock: telemetry.clock,
      sink: telemetry,
      limits: this.config.limits,
    });
    span.setAttributes(attributes);
    span.addLinks(links.map((context) => ({ context })));
    return span;
  }

  /** At the first invocation, not when the package is loaded: an SDK of the user's may start until then. */
  private register(): void {
    if (this.isRegistered) return;
    this.isRegistered = true;
    this.sdk = registerGlobals({
      tracerProvider: this.provider,
      contextManager: this.contexts,
      propagator: this.config.traceContext ? traceContextPropagator : undefined,
    });
    if (!this.config.outgoing || this.config.traces === undefined) return;
    this.calls = followCalls({
      tracer: () => this.tracer,
      active: () => activeContext(this.contexts),
      owner: () => this.invocations.getStore(),
      propagate: this.config.traceContext,
      ...(this.describeCall ? { describe: this.describeCall } : {}),
      onError: (error) => this.diagnostics.internalError('an outgoing call could not be traced', error),
    });
    this.restores.push(() => this.calls?.dispose());
  }

  private home(): SpanHome {
    const telemetry = this.invocations.getStore()?.telemetry;
    if (telemetry) return { sink: telemetry, clock: telemetry.clock };
    // Spans outside any invocation go with the next flush.
    const ended = (span: RecordingSpan) => this.exporter.keep({ spans: [encodeSpan(span)], logs: [] });
    return { sink: { started() {}, ended }, clock: createClock() };
  }
}
