import type { Context, Span, SpanContext, SpanOptions, Tracer, TracerProvider } from '@opentelemetry/api';
import type { Limits } from '../config/config';
import type { Clock } from './clock';
import { isTracingSuppressed, spanContextOf, withSpan } from './context';
import { newSpanId, newTraceId } from './ids';
import { NonRecordingSpan } from './non-recording-span';
import { RecordingSpan, type Scope, type SpanSink } from './recording-span';
import type { Sampler } from './sampler';

/** What a span belongs to: where it is kept and which clock it runs on. */
export interface SpanHome {
  readonly sink: SpanSink;
  readonly clock: Clock;
}

export interface TracerDependencies {
  readonly sampler: Sampler;
  readonly limits: Limits;
  /** The home of a span that is started now. */
  home(): SpanHome;
  /** The context that is active now, in whichever context manager is registered. */
  active(): Context;
  /** Runs `fn` with `context` active. */
  run<T>(context: Context, fn: () => T): T;
}

type SpanFunction = (span: Span) => unknown;

class FaaslensTracer implements Tracer {
  constructor(
    private readonly scope: Scope,
    private readonly deps: TracerDependencies,
  ) {}

  startSpan(name: string, options: SpanOptions = {}, context: Context = this.deps.active()): Span {
    const parent = options.root ? undefined : spanContextOf(context);
    const identity = newIdentity(parent, this.deps.sampler);
    if (!(identity.traceFlags & 1) || isTracingSuppressed(context)) return new NonRecordingSpan(identity);
    const span = new RecordingSpan({
      ...this.deps.home(),
      name,
      scope: this.scope,
      identity,
      parent,
      kind: options.kind ?? 0,
      startTime: options.startTime,
      limits: this.deps.limits,
    });
    span.setAttributes(options.attributes ?? {});
    span.addLinks(options.links ?? []);
    return span;
  }

  startActiveSpan<F extends SpanFunction>(name: string, ...rest: unknown[]): ReturnType<F>;
  startActiveSpan(name: string, ...rest: unknown[]): unknown {
    const fn = rest.pop();
    if (typeof fn !== 'function') return undefined;
    const [options, given] = rest as [SpanOptions?, Context?];
    const context = given ?? this.deps.active();
    const span = this.startSpan(name, options ?? {}, context);
    return this.deps.run(withSpan(context, span), () => Reflect.apply(fn, undefined, [span]));
  }
}

/** A new span's identity: a child of `parent`, or the root of a new trace. */
export function newIdentity(parent: SpanContext | undefined, sampler: Sampler): SpanContext {
  const traceId = parent?.traceId ?? newTraceId();
  return {
    traceId,
    spanId: newSpanId(),
    traceFlags: sampler(traceId, parent) ? 1 : 0,
    ...(parent?.traceState ? { traceState: parent.traceState } : {}),
  };
}

/** The provider behind `trace.getTracer` of the OpenTelemetry API. */
export function createTracerProvider(deps: TracerDependencies): TracerProvider {
  return {
    getTracer: (name, version) => new FaaslensTracer({ name: name || 'unknown', version }, deps),
  };
}
