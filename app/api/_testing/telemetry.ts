import type { Attributes } from '@/core/model/attributes';
import type { LogRecord, Resource, Span } from '@/core/model/telemetry';

export const BEGIN = Date.parse('2026-11-01T10:00:00Z');

const SCOPE = { name: 'test', version: '1', attributes: {} };

/** A Lambda function's resource, as its instrumentation sends it. */
export function lambda(name: string, environment: string, more: Attributes = {}): Resource {
  return {
    attributes: {
      'service.name': name,
      'deployment.environment.name': environment,
      'faas.name': name,
      'faas.version': '7',
      'faas.max_memory': 1024 * 1_048_576,
      'cloud.provider': 'aws',
      'cloud.platform': 'aws_lambda',
      'cloud.region': 'us-east-1',
      'cloud.account.id': '123456789012',
      'host.arch': 'amd64',
      ...more,
    },
  };
}

interface GivenSpan {
  readonly id: string;
  readonly parent?: string;
  readonly trace: string;
  readonly resource: Resource;
  /** Milliseconds after BEGIN. */
  readonly from: number;
  readonly to: number;
  readonly kind?: Span['kind'];
  readonly status?: Span['status'];
  readonly attributes?: Attributes;
  /** The failure, if the status is `error`. */
  readonly exception?: Attributes;
}

export function span({
  id,
  parent,
  trace,
  resource,
  from,
  to,
  kind = 'internal',
  status = 'unset',
  attributes = {},
  exception = { 'exception.message': 'card refused' },
}: GivenSpan): Span {
  return {
    traceId: trace,
    spanId: id,
    parentSpanId: parent ?? null,
    traceState: '',
    flags: 0x100,
    name: `span ${id.slice(-1)}`,
    kind,
    startNs: nanoseconds(from),
    endNs: nanoseconds(to),
    status,
    statusMessage: '',
    attributes,
    events:
      status === 'error'
        ? [
            {
              name: 'exception',
              timeNs: nanoseconds(to),
              attributes: exception,
            },
          ]
        : [],
    links: [],
    resource,
    scope: SCOPE,
  };
}

/** The span of an execution. */
export function invocation(given: GivenSpan): Span {
  return span({
    ...given,
    kind: 'server',
    attributes: {
      'faas.trigger': 'http',
      'faas.invocation_id': `request-${given.id}`,
      'faas.coldstart': false,
      ...given.attributes,
    },
  });
}

export function log(
  resource: Resource,
  at: number,
  body: string,
  of: { traceId?: string; spanId?: string; severity?: number; attributes?: Attributes } = {},
): LogRecord {
  return {
    timeNs: nanoseconds(at),
    severity: of.severity ?? 9,
    severityText: 'INFO',
    body,
    attributes: { at, ...of.attributes },
    traceId: of.traceId ?? null,
    spanId: of.spanId ?? null,
    resource,
    scope: SCOPE,
  };
}

function nanoseconds(afterBeginMs: number): bigint {
  return BigInt(BEGIN) * 1_000_000n + BigInt(Math.round(afterBeginMs * 1e6));
}
