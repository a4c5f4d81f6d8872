import type { Context, SpanContext, Tracer } from '@opentelemetry/api';
import { isTracingSuppressed, spanContextOf } from '../trace/context';
import { formatTraceparent } from '../trace/trace-context';
import { describeHttp } from './describe-http';
import { OutgoingCall } from './outgoing-call';
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
  /** Presents the requests it knows, for example `describeAws`; the others are told as plain HTTP. */
  describe?(request: OutgoingRequest): CallDescription | undefined;
}

/** What a client has to do for one request. */
export interface StartedCall {
  /** `undefined` when the trace is not sampled. */
  readonly call: OutgoingCall | undefined;
  /** Names and values to add, unless the caller set them itself. */
  readonly headers: ReadonlyArray<readonly [name: string, value: string]>;
}

// As in the OpenTelemetry API.
const KIND_CLIENT = 2;

// Calls whose end nobody sees (a body that is never read, in a process that never settles) must not pile up.
const MAX_OPEN = 1000;

/** The outgoing calls of a process. */
export class Calls {
  private readonly open = new Set<OutgoingCall>();

  constructor(private readonly deps: CallsDependencies) {}

  /**
   * Begins the span of a request as a child of the active span. `undefined` where nothing is to be done: outside any
   * span (what a runtime does between invocations is no part of one), where tracing is suppressed (our own export),
   * where another instrumentation has the call, and for the CONNECT of a proxy, whose real request follows.
   */
  start(request: OutgoingRequest): StartedCall | undefined {
    const context = this.deps.active();
    const parent = spanContextOf(context);
    if (parent === undefined || isTracingSuppressed(context) || request.method === 'CONNECT')
      return undefined;
    if (!(parent.traceFlags & 1)) return { call: undefined, headers: this.headers(parent) };

    if (isTracedElsewhere(request, context, parent)) return undefined;
    const description = this.deps.describe?.(request) ?? describeHttp(request);
    const span = this.deps
      .tracer()
      .startSpan(description.name, { kind: KIND_CLIENT, attributes: description.attributes }, context);
    return { call: this.track(span, description), headers: this.headers(span.spanContext()) };
  }

  /** Ends the calls of `owner` that were answered, though nobody read the body; those still waiting stay open. */
  settle(owner: object): void {
    for (const call of this.open) if (call.owner === owner && call.answered) call.end();
  }

  /** The names of the calls of `owner` that have not been answered, the oldest first. */
  waiting(owner: object): string[] {
    return [...this.open].filter((call) => call.owner === owner && !call.answered).map(({ name }) => name);
  }

  private track(span: ReturnType<Tracer['startSpan']>, description: CallDescription): OutgoingCall {
    const call = new OutgoingCall(this.deps.owner(), span, description, () => this.open.delete(call));
    if (this.open.size >= MAX_OPEN) {
      for (const oldest of this.open) {
        this.open.delete(oldest);
        break;
      }
    }
    this.open.add(call);
    return call;
  }

  private headers(identity: SpanContext): StartedCall['headers'] {
    if (!this.deps.propagate) return [];
    const state = identity.traceState?.serialize();
    const traceparent = ['traceparent', formatTraceparent(identity)] as const;
    return state ? [traceparent, ['tracestate', state]] : [traceparent];
  }
}
