import type { Attributes } from '../../model/attributes';
import type { LogRecord, Span, SpanEvent } from '../../model/telemetry';
import type { ErrorsQuery } from '../errors';
import type { TelemetryReader } from '../store';
import { DAY, invocation, lambda, log, MS, span, spanId, T0_NS, traceId } from './fixtures';

const HOUR = 3_600_000n * MS;

export const STACK = `RangeError: order 17 is too large
    at check (/var/task/orders.js:4:7)
    at Runtime.handler (/var/task/index.js:9:3)`;

export function exceptionAttributes(type: string, message: string, stack = ''): Attributes {
  return {
    'exception.type': type,
    'exception.message': message,
    ...(stack === '' ? {} : { 'exception.stacktrace': stack }),
  };
}

/** The event that `recordException` creates. */
export function exception(type: string, message: string, stack = '', timeNs = T0_NS): SpanEvent {
  return { name: 'exception', timeNs, attributes: exceptionAttributes(type, message, stack) };
}

/** An invocation of `orders` that failed with this message. */
export function failed(number: number, message: string, set: Partial<Span> = {}): Span {
  return invocation({
    traceId: traceId(number),
    spanId: spanId(1),
    status: 'error',
    events: [exception('Error', message, '', set.startNs ?? T0_NS)],
    ...set,
  });
}

export const listed = async (reader: TelemetryReader, query: Partial<ErrorsQuery> = {}) =>
  (await reader.errors({ range: DAY, limit: 100, ...query })).items;

/** One failure as reported by everything: a span, its callers, and their log records, one of them without a span. */
export function toldByAll(trace: string): {
  readonly spans: readonly Span[];
  readonly logs: readonly LogRecord[];
} {
  const startNs = T0_NS + 5n * HOUR;
  const shared = { traceId: trace, startNs, status: 'error' } as const;
  const told = [exception('RangeError', 'order 17 is too large', STACK, startNs + MS / 2n)];
  const logged = exceptionAttributes('RangeError', 'order 17 is too large', STACK);
  const record = {
    body: 'failed',
    severity: 17,
    traceId: trace,
    timeNs: startNs + 2n * MS,
    attributes: logged,
  };
  return {
    spans: [
      invocation({ ...shared, spanId: spanId(1), statusMessage: 'order 17 is too large', events: told }),
      span({ ...shared, spanId: spanId(2), parentSpanId: spanId(1), events: told }),
      span({ ...shared, spanId: spanId(3), parentSpanId: spanId(2), events: told }),
    ],
    logs: [
      log({ ...record, spanId: spanId(3) }),
      log({ ...record, spanId: spanId(1), timeNs: startNs + 3n * MS }),
      log({ ...record, timeNs: startNs + 4n * MS }),
    ],
  };
}

/** Two errors whose spans are replaced: one by a version without an error, one by a version with another message. */
function takenBack(trace: string): Span[] {
  const shared = { traceId: trace, startNs: T0_NS + 6n * HOUR, status: 'error' } as const;
  const first = { endNs: shared.startNs + MS, statusMessage: 'order 5 is too large' };
  return [
    invocation({ ...shared, ...first, spanId: spanId(1) }),
    invocation({ ...shared, spanId: spanId(1), endNs: shared.startNs + 2n * MS, status: 'ok' }),
    span({ ...shared, ...first, spanId: spanId(2) }),
    span({ ...shared, spanId: spanId(2), endNs: shared.startNs + 2n * MS, statusMessage: 'no stock' }),
  ];
}

/** Two functions in one trace, and records whose function only their resource shows. */
function twoFunctions(trace: string): {
  readonly spans: readonly Span[];
  readonly logs: readonly LogRecord[];
} {
  const carts = lambda('carts', { 'faas.version': '9', 'deployment.environment.name': 'staging' });
  const attributes = exceptionAttributes('RangeError', 'order 99 is too large', STACK);
  return {
    spans: [
      invocation({ traceId: trace, spanId: spanId(1) }),
      invocation({ traceId: trace, spanId: spanId(2), parentSpanId: spanId(1), resource: carts }),
    ],
    logs: [
      log({ body: 'a', traceId: trace, attributes, timeNs: T0_NS + 5n * MS }),
      log({ body: 'b', traceId: trace, attributes, resource: carts, timeNs: T0_NS + 6n * MS }),
      log({ body: 'plain words', traceId: trace, severity: 17, resource: carts }),
    ],
  };
}

/** Records without a trace, some of them equal. */
const ALONE: readonly LogRecord[] = [
  log({ body: `${STACK}\n`, severity: 17, repeat: 0 }),
  log({ body: `${STACK}\n`, severity: 17, repeat: 1 }),
  log({ body: STACK, severity: 17, timeNs: T0_NS + 7n * HOUR, resource: lambda('carts') }),
];

export const TRICKY_ERROR_SPANS: readonly Span[] = [
  ...toldByAll(traceId(20)).spans,
  ...takenBack(traceId(21)),
  ...twoFunctions(traceId(22)).spans,
];

export const TRICKY_ERROR_LOGS: readonly LogRecord[] = [
  ...toldByAll(traceId(20)).logs,
  ...twoFunctions(traceId(22)).logs,
  ...ALONE,
];
