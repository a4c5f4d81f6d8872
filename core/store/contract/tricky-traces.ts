import type { LogRecord, Span } from '../../model/telemetry';
import { invocation, lambda, log, MS, OWN_SCOPE, span, spanId, T0_NS, traceId } from './fixtures';
import { TRICKY_ERROR_LOGS, TRICKY_ERROR_SPANS } from './tricky-errors';

const SECOND = 1000n * MS;

/** Two SERVER spans of one execution: only the outer one counts, whichever came first. */
function wrappedTwice(trace: string): Span[] {
  const attributes = { 'faas.invocation_id': 'twice', 'faas.trigger': 'http' };
  const resource = lambda('twice');
  const outer = span({
    traceId: trace,
    spanId: spanId(1),
    kind: 'server',
    name: 'outer',
    endNs: T0_NS + 90n * MS,
    attributes,
    resource,
    scope: { name: '@opentelemetry/instrumentation-aws-lambda', version: '0.71.0', attributes: {} },
  });
  const inner = invocation({
    traceId: trace,
    spanId: spanId(2),
    parentSpanId: spanId(1),
    startNs: T0_NS + MS,
    endNs: T0_NS + 80n * MS,
    attributes,
    resource,
  });
  return [outer, inner];
}

/** Rule 3: the consumer's parent, in the same resource, has the trigger too. */
function queueConsumer(trace: string): Span[] {
  const resource = lambda('queue', { 'deployment.environment.name': 'staging' });
  const attributes = { 'faas.trigger': 'pubsub' };
  const scope = { name: 'some-instrumentation', version: '', attributes: {} };
  const server = { traceId: trace, spanId: spanId(1), kind: 'server', resource, attributes, scope } as const;
  return [
    span({ ...server, name: 'queue', endNs: T0_NS + 30n * MS }),
    span({
      ...server,
      spanId: spanId(2),
      parentSpanId: spanId(1),
      kind: 'consumer',
      name: 'process queue',
      startNs: T0_NS + 2n * MS,
      endNs: T0_NS + 300n * MS,
    }),
  ];
}

/** Rule 7: a SERVER span of a function's resource is an invocation only while its parent is not from there. */
function lateParent(trace: string): Span[] {
  const resource = lambda('late');
  return [
    span({
      traceId: trace,
      spanId: spanId(1),
      kind: 'server',
      name: 'entry',
      startNs: T0_NS + 5n * SECOND,
      endNs: T0_NS + 7n * SECOND,
      resource,
    }),
    span({
      traceId: trace,
      spanId: spanId(2),
      parentSpanId: spanId(1),
      kind: 'server',
      name: 'inner',
      startNs: T0_NS + 6n * SECOND,
      endNs: T0_NS + 66n * SECOND,
      resource,
    }),
  ];
}

/** The host is the worker's parent, in another resource: the worker's span counts. */
function azureHostAndWorker(trace: string): Span[] {
  const azure = { 'cloud.provider': 'azure', 'cloud.platform': 'azure_functions', 'service.name': 'app' };
  const shared = { traceId: trace, kind: 'server', endNs: T0_NS + 40n * MS } as const;
  return [
    span({
      ...shared,
      spanId: spanId(1),
      name: 'GET /hello',
      attributes: { 'faas.trigger': 'http', 'faas.name': 'app/hello', 'faas.invocation_id': 'az' },
      resource: { attributes: { ...azure, 'telemetry.sdk.language': 'dotnet' } },
    }),
    span({
      ...shared,
      spanId: spanId(2),
      parentSpanId: spanId(1),
      name: 'hello',
      attributes: { 'faas.trigger': 'http', 'faas.name': 'app/hello', 'faas.invocation_id': 'az' },
      resource: { attributes: { ...azure, 'telemetry.sdk.language': 'nodejs' } },
    }),
  ];
}

/** First reported as a timeout, then as finished: the later end wins, and the figures follow. */
function correctedLater(trace: string): Span[] {
  const shared = {
    traceId: trace,
    spanId: spanId(1),
    resource: lambda('slow'),
    startNs: T0_NS + 59n * SECOND,
  };
  return [
    invocation({
      ...shared,
      endNs: shared.startNs + 900n * MS,
      status: 'error',
      statusMessage: 'about to be stopped',
      attributes: { 'error.type': 'timeout' },
    }),
    invocation({ ...shared, endNs: shared.startNs + 950n * MS, attributes: { 'faas.version': '8' } }),
    span({ ...shared, spanId: spanId(2), parentSpanId: spanId(1), name: 'hanging call', kind: 'client' }),
  ];
}

/** No root, a cycle of parents, a span that is its own parent, a child that starts before its parent. */
function oddParents(trace: string): Span[] {
  const at = (ns: bigint) => ({ traceId: trace, startNs: T0_NS + 10n * MS + ns });
  return [
    span({ ...at(1n), spanId: spanId(1), parentSpanId: spanId(2), name: 'circle 1' }),
    span({ ...at(0n), spanId: spanId(2), parentSpanId: spanId(1), name: 'circle 2' }),
    span({ ...at(9n), spanId: spanId(3), parentSpanId: spanId(3), name: 'self' }),
    span({ ...at(8n), spanId: spanId(4), parentSpanId: spanId(9), name: 'orphan' }),
    span({ ...at(2n), spanId: spanId(5), parentSpanId: spanId(4), name: 'early child' }),
  ];
}

/** Two versions that end together, with different content. */
function tie(trace: string): Span[] {
  const shared = {
    traceId: trace,
    spanId: spanId(1),
    startNs: T0_NS + 3600n * SECOND,
    resource: lambda('tie'),
  };
  return [
    invocation({ ...shared, attributes: { 'app.try': 1, 'error.type': 'A' }, status: 'error' }),
    invocation({ ...shared, attributes: { 'app.try': 2, 'error.type': 'B' }, status: 'error' }),
    invocation({ ...shared, attributes: { 'app.try': 3 } }),
  ];
}

export const TRICKY_SPANS: readonly Span[] = [
  ...wrappedTwice(traceId(1)),
  ...queueConsumer(traceId(2)),
  ...lateParent(traceId(3)),
  ...azureHostAndWorker(traceId(4)),
  ...correctedLater(traceId(5)),
  ...oddParents(traceId(6)),
  ...tie(traceId(7)),
  ...TRICKY_ERROR_SPANS,
];

export const TRICKY_LOGS: readonly LogRecord[] = [
  log({ body: 'from the queue', resource: lambda('queue', { 'deployment.environment.name': 'staging' }) }),
  log({ body: 'told by its trace', traceId: traceId(1), spanId: spanId(2), resource: lambda('twice') }),
  log({ body: 'same time', scope: OWN_SCOPE }),
  log({ body: 'same time', severity: 17 }),
  ...TRICKY_ERROR_LOGS,
];
