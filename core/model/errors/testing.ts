import type { Attributes } from '../attributes';
import type { LogRecord, Resource, Span, SpanEvent } from '../telemetry';
import type { FailedInvocation } from './failed-invocation';
import type { ErrorSource } from './trace-errors';

/** For tests: 2026-03-01T00:00:00Z. */
export const T0 = BigInt(Date.UTC(2026, 2, 1)) * 1_000_000n;
export const TRACE = 'a'.repeat(32);
const SCOPE = { name: 'test', version: '1', attributes: {} };

export const RESOURCE: Resource = {
  attributes: {
    'service.name': 'orders',
    'faas.name': 'orders',
    'cloud.provider': 'aws',
    'cloud.region': 'eu-central-1',
    'faas.version': '7',
  },
};

export const STACK = `TypeError: no id
    at load (/var/task/orders.js:4:7)
    at Runtime.handler (/var/task/index.js:9:3)`;

/** For tests: an internal span of one millisecond at T0. */
export function testSpan(spanId: string, set: Partial<Span> = {}): Span {
  return {
    traceId: TRACE,
    spanId,
    parentSpanId: null,
    traceState: '',
    flags: 1,
    name: 'work',
    kind: 'internal',
    startNs: T0,
    endNs: T0 + 1_000_000n,
    status: 'unset',
    statusMessage: '',
    attributes: {},
    events: [],
    links: [],
    resource: RESOURCE,
    scope: SCOPE,
    ...set,
  };
}

/** For tests: the event that `recordException` creates. */
export function exception(type: string, message: string, stack = '', timeNs = T0): SpanEvent {
  const attributes: Attributes = {
    'exception.type': type,
    'exception.message': message,
    ...(stack === '' ? {} : { 'exception.stacktrace': stack }),
  };
  return { name: 'exception', timeNs, attributes };
}

/** For tests: the log record of an error outside of any trace. */
export function testLog(set: Partial<LogRecord> = {}): LogRecord {
  return {
    timeNs: T0,
    severity: 17,
    severityText: 'ERROR',
    body: '',
    attributes: {},
    traceId: null,
    spanId: null,
    resource: RESOURCE,
    scope: SCOPE,
    ...set,
  };
}

/** For tests: the failed invocation of a span, with a cost of 10. */
export function testInvocation(spanId: string, set: Partial<FailedInvocation> = {}): FailedInvocation {
  return {
    spanId,
    startNs: T0,
    functionId: 'f'.repeat(16),
    environment: '',
    origin: 'orders',
    version: '7',
    outcome: 'error',
    errorType: null,
    errorMessage: null,
    cost: 10n,
    ...set,
  };
}

/** For tests: uses the function's name as the origin of a resource. */
export function testSource({ attributes }: Resource): ErrorSource {
  return { origin: String(attributes['faas.name']), environment: '' };
}
