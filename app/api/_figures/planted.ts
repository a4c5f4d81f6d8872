import type { TelemetryBatch } from '@/core/model/telemetry';
import { BEGIN, invocation, lambda, log, span } from '../_testing/telemetry';

const STEP_MS = 30_000;
const COUNT = 240;
const HOUR_MS = 3_600_000;

/** When the last hour of the two that are planted ends. */
export const END = BEGIN + 2 * HOUR_MS;
export const RANGE = { from: new Date(END - HOUR_MS).toISOString(), to: new Date(END).toISOString() };

const hex = (number: number, digits: number) => number.toString(16).padStart(digits, '0');
const pay = lambda('pay', 'staging', { 'cloud.region': 'nowhere-1' });
const mail = lambda('mail', 'production');

function shop(no: number) {
  const late = no >= COUNT * 0.75;
  return lambda('shop', 'production', {
    'faas.version': late ? '8' : '7',
    'faas.max_memory': (late ? 2048 : 1024) * 1_048_576,
  });
}

/** How every so many invocations end. */
const FAILURES = [
  { every: 10, type: 'CardRefused', says: 'the card was refused' },
  { every: 16, type: 'timeout', says: 'no time was left' },
  { every: 23, type: 'OutOfMemory', says: 'no memory was left' },
] as const;

/**
 * Two hours of three functions: of several versions, memory sizes, outcomes and durations, some cold, some that could not
 * be priced, with calls to a database, a queue and another function, and lines of several severities and shapes.
 */
export function planted(): TelemetryBatch {
  const all = Array.from({ length: COUNT }, (_, no) => request(no));
  return { spans: all.flatMap(({ spans }) => spans), logs: all.flatMap(({ logs }) => logs) };
}

function request(no: number): TelemetryBatch {
  const from = no * STEP_MS;
  const to = from + 20 + ((no * 7919) % 997) * (no % 12 === 0 ? 6 : 1) + no / 64;
  const trace = hex(no + 1, 32);
  const root = hex(no + 1, 16);
  const isPay = no % 6 === 5;
  const resource = isPay ? pay : shop(no);
  const failure = FAILURES.find(({ every }) => no % every === every - 1);
  const failed = failure
    ? {
        status: 'error' as const,
        exception: { 'exception.type': failure.type, 'exception.message': failure.says },
      }
    : {};
  const run = invocation({
    id: root,
    trace,
    resource,
    from,
    to,
    ...failed,
    attributes: {
      'faas.coldstart': no % 9 === 0,
      'faaslens.max_memory_used_mb': 100 + ((no * 31) % 800),
      'tenant.id': `tenant-${no % 3}`,
      ...(no % 9 === 0 ? { 'faaslens.init_duration_ms': 120 + no } : {}),
      ...(no % 20 === 7 ? { 'faaslens.delivery_attempt': 2 } : {}),
      ...(failure ? { 'error.type': failure.type } : {}),
    },
  });
  const call = (digit: number, end: number, attributes: Record<string, string>, isFailed = false) =>
    span({
      id: hex(no + 1 + digit * 4096, 16),
      parent: root,
      trace,
      resource,
      from: from + digit,
      to: from + end,
      kind: 'client',
      attributes,
      // Passed on by its invocation: both tell of one error.
      ...(isFailed ? failed : {}),
    });
  const isCaller = !isPay && no % 4 === 1;
  const calls = isCaller
    ? [
        call(1, 12, { 'db.system.name': 'postgresql', 'server.address': 'db.internal' }),
        call(2, 18, { 'server.address': 'mail.internal' }, failure !== undefined),
        invocation({
          id: hex(no + 1 + 3 * 4096, 16),
          parent: hex(no + 1 + 2 * 4096, 16),
          trace,
          resource: mail,
          from: from + 3,
          to: from + 16,
        }),
      ]
    : [];
  const severity = [0, 1, 5, 9, 9, 13, 17, 21][no % 8] ?? 9;
  return {
    spans: [run, ...calls],
    logs: [
      log(resource, from + 5, `order ${no} taken`, {
        traceId: trace,
        spanId: root,
        severity,
        attributes: { 'tenant.id': `tenant-${no % 3}` },
      }),
    ],
  };
}
