import type { Context, SpanContext, SpanOptions, Tracer, TracerProvider } from '@opentelemetry/api';
import type { Limits } from '../config/config';
import { encodeScope } from '../export/otlp-json';
import type { Attributes } from './attributes';
import type { Clock } from './clock';
import { INVALID, isTracingSuppressed, spanContextOf, withSpan } from './context';
import { newSpanId, newTraceId } from './ids';
import { NonRecordingSpan } from './non-recording-span';
import { RecordingSpan, type SpanSink } from './recording-span';
import type { Sampler } from './sampler';

/** What a span belongs to: where it is kept and which clock it runs on. */
export interface SpanHome {
  readonly sink: SpanSink;
  readonly clock: Clock;
}

/** What a span begins with; all as in the OpenTelemetry API. */
export interface SpanBeginning extends Pick<SpanOptions, 'kind' | 'links' | 'startTime'> {
  readonly name: string;
  readonly attributes?: SpanOptions['attributes'] | Attributes;
}

/** Starts a span as a child of `parent`, or as the root of a new trace; it records nothing where it is not sampled. */
export type StartSpan = (
  scope: string,
  home: SpanHome,
  parent: SpanContext | undefined,
  beginning: SpanBeginning,
) => RecordingSpan | NonRecordingSpan;

export function createSpanFactory(sampler: Sampler, limits: Limits): StartSpan {
  return (scope, home, parent, { name, kind = 0, startTime, attributes, links = [] }) => {
    const traceId = parent?.traceId ?? newTraceId();
    const traceFlags = sampler(traceId, parent) ? 1 : 0;
    const identity: SpanContext = { traceId, spanId: newSpanId(), traceFlags };
    if (parent?.traceState) identity.traceState = parent.traceState;
    if (traceFlags === 0) return new NonRecordingSpan(identity);
    const { sink, clock } = home;
    const span = new RecordingSpan({ sink, clock, name, scope, identity, parent, kind, startTime, limits });
    return span.setAttributes(attributes ?? {}).addLinks(links);
  };
}

export interface TracerDependencies {
  readonly startSpan: StartSpan;
  /** The home of a span that is started now. */
  home(): SpanHome;
  /** The context that is active now, in whichever context manager is registered. */
  active(): Context;
  /** Runs `fn` with `context` active. */
  run<T>(context: Context, fn: () => T): T;
}

/** The provider behind `trace.getTracer` of the OpenTelemetry API. */
export function createTracerProvider(deps: TracerDependencies): TracerProvider {
  return { getTracer: (name, version) => createTracer(encodeScope(name || 'unknown', version), deps) };
}

function createTracer(scope: string, { startSpan, home, active, run }: TracerDependencies): Tracer {
  const tracer: Tracer = {
    startSpan(name, options = {}, context = active()) {
      const parent = options.root ? undefined : spanContextOf(context);
      if (isTracingSuppressed(context)) return new NonRecordingSpan(INVALID);
      return startSpan(scope, home(), parent, { ...options, name });
    },
    startActiveSpan(name: string, ...rest: unknown[]) {
      const fn = rest.pop();
      if (typeof fn !== 'function') return undefined as never;
      const [options, given] = rest as [SpanOptions?, Context?];
      const context = given ?? active();
      const span = tracer.startSpan(name, options, context);
      return run(withSpan(context, span), () => Reflect.apply(fn, undefined, [span]) as never);
    },
  };
  return tracer;
}
