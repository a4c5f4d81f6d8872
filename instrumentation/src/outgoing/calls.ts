import type { Context, Span, Tracer } from '@opentelemetry/api';
import { isTracingSuppressed, spanContextOf } from '../trace/context';
import { formatTraceparent } from '../trace/trace-context';
import { describeHttp } from './describe-http';
import { createCall, type OutgoingCall } from './outgoing-call';
import type { CallDescription, OutgoingRequest } from './outgoing-request';
import { isTracedElsewhere } from './traced-elsewhere';

export interface CallsDependencies {
  /** Makes the spans: our own tracer, or one of the provider that the user registered. Asked at every call. */
  tracer(): Tracer;
  /** The context that is active now. */
  active(): Context;
  /** What a call that starts now belongs to, for example its invocation; compared by identity. */
  owner(): object | undefined;
  /** False writes no headers: `OTEL_PROPAGATORS` leaves `tracecontext` out. */
  readonly propagate: boolean;
  /** `host:port` of the platform itself, whose calls are nobody's. */
  readonly ownHost?: string | undefined;
  /** Presents the requests it knows, for example `describeAws`; the others are told as plain HTTP. */
  describe?(request: OutgoingRequest): CallDescription | undefined;
}

// As in the OpenTelemetry API.
const KIND_CLIENT = 2;

// Calls whose end nobody sees (a body that is never read, in a process that never settles) must not pile up.
const MAX_OPEN = 1000;

/** The outgoing calls of a process. */
export interface Calls {
  /**
   * Begins the span of a request as a child of the active span. Nothing is done outside any span (what a runtime does
   * between invocations is no part of one), where tracing is suppressed (our own export), where another
   * instrumentation has the call, for what the platform itself does, and for the CONNECT of a proxy, whose real request
   * follows.
   *
   * @param key stands for the request; `of` finds the call by it
   * @param addHeader adds a header that carries the trace context and that the caller did not set
   * @returns `undefined` also when the trace is not sampled
   */
  start(
    key: object,
    request: OutgoingRequest,
    addHeader?: (name: string, value: string) => void,
  ): OutgoingCall | undefined;
  of(key: object): OutgoingCall | undefined;
  /** Ends the calls of `owner` that were answered, though nobody read the body; those still waiting stay open. */
  settle(owner: object): void;
}

export function createCalls(deps: CallsDependencies): Calls {
  const open = new Map<OutgoingCall, object | undefined>();
  const byKey = new WeakMap<object, OutgoingCall>();

  const begin = (key: object, request: OutgoingRequest, context: Context): Span => {
    const description = deps.describe?.(request) ?? describeHttp(request);
    const { name, attributes } = description;
    const span = deps.tracer().startSpan(name, { kind: KIND_CLIENT, attributes }, context);
    const call = createCall(span, description, () => open.delete(call));
    const [oldest] = open.size < MAX_OPEN ? [] : open.keys();
    if (oldest) open.delete(oldest);
    open.set(call, deps.owner());
    byKey.set(key, call);
    return span;
  };

  return {
    start(key, request, addHeader) {
      const context = deps.active();
      const parent = spanContextOf(context);
      if (!parent || isTracingSuppressed(context) || request.method === 'CONNECT') return undefined;
      if (deps.ownHost === `${request.host}:${request.port}`) return undefined;
      // Some agents put a request through Node.js's own more than once.
      if (byKey.has(key)) return undefined;
      const isSampled = (parent.traceFlags & 1) === 1;
      if (isSampled && isTracedElsewhere(request, context, parent)) return undefined;
      const identity = isSampled ? begin(key, request, context).spanContext() : parent;
      const add = (name: string, value: string | undefined) => {
        if (deps.propagate && value && request.header(name) === undefined) addHeader?.(name, value);
      };
      add('traceparent', formatTraceparent(identity));
      add('tracestate', identity.traceState?.serialize());
      return byKey.get(key);
    },
    of: (key) => byKey.get(key),
    settle(owner) {
      for (const [call, of] of open) if (of === owner && call.isAnswered()) call.end();
    },
  };
}
