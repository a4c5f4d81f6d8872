import type { Span, Tracer } from '@opentelemetry/api';
import { type Config, readConfig } from './config/config';
import type { Environment } from './config/environment';
import { createDiagnostics, type Diagnostics } from './diagnostics';
import { createExporter, type Telemetry } from './export/exporter';
import { encodeResource, encodeSpan, OWN_SCOPE } from './export/otlp-json';
import { sinceProcessStart, watchFatalErrors } from './host/node';
import { followCalls } from './host/node-calls';
import type { InvocationSpanStart } from './invocation-span-start';
import { createTelemetry, type InvocationTelemetry } from './invocation-telemetry';
import { loadBegan } from './load-time';
import { captureConsole, type LogLine } from './logs/console-capture';
import type { CallsDependencies } from './outgoing/calls';
import { createResidence, type Residence } from './residence';
import type { Attributes } from './trace/attributes';
import { createClock } from './trace/clock';
import { createContextManager, ROOT_CONTEXT, spanContextOf, withoutTracing, withSpan } from './trace/context';
import {
  activeContext,
  isContextManager,
  registerGlobals,
  runInContext,
  type SdkTracerProvider,
} from './trace/global-api';
import type { RecordingSpan } from './trace/recording-span';
import { createSampler, parentOf } from './trace/sampler';
import { flushSdk, startSdkSpan } from './trace/sdk-span';
import { traceContextPropagator } from './trace/trace-context';
import { createSpanFactory, createTracerProvider } from './trace/tracer';
import { PACKAGE_NAME, PACKAGE_VERSION } from './version';

/** An invocation that has begun: its telemetry and the span that stands for it. */
export interface StartedInvocation {
  readonly telemetry: InvocationTelemetry;
  readonly span: Span;
}

const UNTRACED = withoutTracing(ROOT_CONTEXT);

// In the context, beside the span, so that one storage carries both.
const INVOCATION_KEY = Symbol('faaslens.invocation');

/** What one process needs to instrument invocations, whatever the platform. */
export interface Runtime {
  readonly config: Config;
  /** The variables that `config` was read from. */
  readonly env: Environment;
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
  /**
   * Tells every error that nobody catches, with the invocation it belongs to where that is known, and whether the process
   * may end by it.
   */
  onFatalError(
    tell: (error: unknown, invocation: StartedInvocation | undefined, isEnd: boolean) => void,
  ): void;
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

/** What is special about a platform. */
export interface PlatformTraits {
  /** Presents the outgoing calls it knows, for example those of AWS' APIs. */
  readonly describeCall?: DescribeCall;
  /**
   * The platform runs one invocation at a time in a process. What runs in no context then belongs to the latest one, and
   * the process is spared from following each of its promises. Given up as soon as two overlap all the same.
   */
  readonly isOneAtATime?: boolean;
  /** `host:port` of the platform itself: calls of it are nobody's. */
  readonly ownHost?: string | undefined;
  /** When the process could serve, as `performance.now` tells; when the runtime was made where it is missing. */
  readonly readyAt?: number;
}

/**
 * @param detect gives the attributes of the platform's resource; those of the `OTEL_*` variables win over them
 * @returns `undefined` when `OTEL_SDK_DISABLED` is true
 */
export function createRuntime(
  env: Environment,
  detect: (env: Environment) => Attributes,
  { describeCall, isOneAtATime = false, ownHost, readyAt }: PlatformTraits = {},
): Runtime | undefined {
  const began = performance.now();
  const config = readConfig(env);
  if (config.disabled) return undefined;
  const diagnostics = createDiagnostics(config.logLevel);
  for (const warning of config.warnings) diagnostics.warnOnce(warning, warning);
  const { serviceName } = config;
  const resource = encodeResource({
    ...detect(env),
    ...config.resourceAttributes,
    ...(serviceName ? { 'service.name': serviceName } : {}),
  });
  const exporter = createExporter(config, resource, diagnostics);
  const contexts = createContextManager();
  const restores: (() => void)[] = [];
  let isFirst = true;
  let residence: Residence | undefined;
  let sdk: SdkTracerProvider | undefined;
  let calls: ReturnType<typeof followCalls> | undefined;

  const active = () => activeContext(contexts);
  const current = () => active().getValue(INVOCATION_KEY) as StartedInvocation | undefined;
  const sampler = createSampler(config.sampler);
  const startSpan = createSpanFactory(sampler, config.limits);
  const provider = createTracerProvider({
    startSpan,
    home() {
      const telemetry = current()?.telemetry;
      if (telemetry) return { sink: telemetry, clock: telemetry.clock };
      // Spans outside any invocation go with the next flush.
      const ended = (span: RecordingSpan) => exporter.keep({ spans: [encodeSpan(span)], logs: [] });
      return { sink: { started() {}, ended }, clock: createClock() };
    },
    active,
    run: (context, fn) => runInContext(contexts, context, fn),
  });
  const ownTracer = provider.getTracer(PACKAGE_NAME, PACKAGE_VERSION);
  const tracer = () => sdk?.getTracer(PACKAGE_NAME, PACKAGE_VERSION) ?? ownTracer;

  /** At the first invocation, not when the package is loaded: an SDK of the user's may start until then. */
  const register = (): void => {
    exporter.connect();
    sdk = registerGlobals({
      tracerProvider: provider,
      contextManager: contexts,
      propagator: config.traceContext ? traceContextPropagator : undefined,
    });
    residence = createResidence(contexts, isOneAtATime && isContextManager(contexts));
    if (!config.outgoing || config.traces === undefined) return;
    calls = followCalls({
      tracer,
      active,
      owner: current,
      propagate: config.traceContext,
      ...(describeCall ? { describe: describeCall } : {}),
      ownHost,
      onError: (error) => diagnostics.internalError('an outgoing call could not be traced', error),
    });
    restores.push(calls.dispose);
  };

  const runtime: Runtime = {
    config,
    env,
    diagnostics,
    get tracer() {
      return tracer();
    },
    claimFirstInvocation() {
      if (!isFirst) return undefined;
      isFirst = false;
      return {
        sinceProcessStart: sinceProcessStart(),
        sinceLoad: performance.now() - (readyAt ?? loadedAt),
        loadTime: modulesLoaded - loadBegan + (loadedAt - began),
      };
    },
    start(start) {
      if (residence === undefined) register();
      const parent = parentOf(start, sampler);
      const telemetry = createTelemetry(exporter, () =>
        diagnostics.warnOnce('records', 'an invocation made too many spans or log records; some are dropped'),
      );
      if (sdk) return { telemetry, span: startSdkSpan(sdk, { ...start, parent }) };
      const { name, kind } = start;
      const home = { sink: telemetry, clock: telemetry.clock };
      const links = start.links.map((context) => ({ context }));
      const span = startSpan(OWN_SCOPE, home, parent, { name, kind, links });
      for (const attributes of start.attributes) span.setAttributes(attributes, true);
      span.setAttributes(start.ownAttributes ?? {});
      return { telemetry, span };
    },
    run(invocation, fn) {
      const context = withSpan(ROOT_CONTEXT.setValue(INVOCATION_KEY, invocation), invocation.span);
      return residence?.take(invocation, context) ? fn() : runInContext(contexts, context, fn);
    },
    flush(telemetry, budgetMs) {
      const send = async () => {
        const exported = exporter.flush(telemetry, budgetMs);
        if (sdk) await flushSdk(sdk, Math.min(budgetMs, config.traces?.timeoutMs ?? 0), diagnostics);
        await exported;
      };
      // Outside any context, so that a kept-alive socket does not hold on to the one that opened it.
      return contexts.isEntered() || sdk ? runInContext(contexts, UNTRACED, send) : send();
    },
    flushNow: exporter.flushNow,
    settleCalls: (invocation) => calls?.settle(invocation),
    currentInvocation: current,
    onFatalError(tell) {
      restores.push(watchFatalErrors((error, isEnd) => tell(error, current(), isEnd)));
    },
    log(line) {
      const telemetry = current()?.telemetry;
      if (telemetry === undefined) return;
      try {
        telemetry.log(Object.assign(line(), { time: telemetry.clock.now(), span: spanContextOf(active()) }));
      } catch (error) {
        diagnostics.internalError('a log line could not be captured', error);
      }
    },
    isSdkUsed: () => sdk !== undefined,
    dispose() {
      for (const restore of restores) restore();
    },
  };
  if (config.logs) restores.push(captureConsole(console, config.limits, runtime.log));
  const loadedAt = performance.now();
  return runtime;
}

const modulesLoaded = performance.now();
