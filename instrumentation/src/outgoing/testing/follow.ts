import { readConfig } from '../../config/config';
import { createClock } from '../../trace/clock';
import { createContextManager, ROOT_CONTEXT, withoutTracing, withSpan } from '../../trace/context';
import { NonRecordingSpan } from '../../trace/non-recording-span';
import type { RecordingSpan } from '../../trace/recording-span';
import { createSpanFactory, createTracerProvider } from '../../trace/tracer';
import { describeAws } from '../aws/describe-aws';
import type { CallsDependencies } from '../calls';
import { followOutgoing, type Outgoing } from '../outgoing';

export const TRACE_ID = 'a'.repeat(32);
export const PARENT_ID = 'b'.repeat(16);

/** A span as a test reads it. */
export interface SeenSpan {
  readonly name: string;
  readonly kind: number;
  readonly traceId: string;
  readonly spanId: string;
  readonly parentId: string | undefined;
  readonly attributes: Record<string, unknown>;
  readonly status: { code: number; message?: string };
  readonly durationMs: number;
}

/** What the tracer of a process needs, and the means to look at it. */
export interface Followed {
  readonly deps: CallsDependencies;
  /** Stands for an invocation. */
  readonly owner: object;
  /** Spans that ended, in that order. */
  readonly ended: SeenSpan[];
  readonly errors: unknown[];
  /** Runs `fn` inside a span; 0 as `flags` is one that is not sampled. */
  inSpan<T>(fn: () => T, flags?: number): T;
  /** Runs `fn` as an exporter does. */
  suppressed<T>(fn: () => T): T;
}

export function createFollowed(): Followed {
  const contexts = createContextManager();
  const clock = createClock();
  const ended: SeenSpan[] = [];
  const run: <T>(context: typeof ROOT_CONTEXT, fn: () => T) => T = (context, fn) =>
    contexts.with(context, fn as never) as never;
  const provider = createTracerProvider({
    startSpan: createSpanFactory(
      (_traceId, parent) => parent === undefined || (parent.traceFlags & 1) === 1,
      readConfig({}).limits,
    ),
    home: () => ({ clock, sink: { started() {}, ended: (span) => ended.push(seen(span)) } }),
    active: () => contexts.active(),
    run,
  });
  const owner = {};
  const span = (flags: number) =>
    new NonRecordingSpan({ traceId: TRACE_ID, spanId: PARENT_ID, traceFlags: flags });
  return {
    deps: {
      tracer: () => provider.getTracer('test'),
      active: () => contexts.active(),
      owner: () => owner,
      propagate: true,
      describe: describeAws,
    },
    owner,
    ended,
    errors: [],
    inSpan: (fn, flags = 1) => run(withSpan(ROOT_CONTEXT, span(flags)), fn),
    suppressed: (fn) => run(withoutTracing(withSpan(ROOT_CONTEXT, span(1))), fn),
  };
}

/** Follows the calls of this process until `dispose`. */
export function follow(changes: Partial<CallsDependencies> = {}): Followed & Outgoing {
  const followed = createFollowed();
  const outgoing = followOutgoing({
    ...followed.deps,
    ...changes,
    onError: (error) => followed.errors.push(error),
  });
  return { ...followed, ...outgoing };
}

function seen(span: RecordingSpan): SeenSpan {
  const { traceId, spanId } = span.spanContext();
  return {
    name: span.name,
    kind: span.init.kind,
    traceId,
    spanId,
    parentId: span.init.parent?.spanId,
    attributes: Object.fromEntries(span.attributes.values),
    status: span.status as SeenSpan['status'],
    durationMs: Number((span.endTime ?? span.startTime) - span.startTime) / 1e6,
  };
}
