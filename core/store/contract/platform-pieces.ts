import type { LogRecord, Span } from '../../model/telemetry';
import { invocation, lambda, log, MS, span, spanId, T0_NS, traceId } from './fixtures';

const SECOND = 1000n * MS;

/** A line that the platform writes to a function's log, this many milliseconds after T0. */
export function line(atMs: number, body: string, set: Partial<LogRecord> = {}): LogRecord {
  const timeNs = T0_NS + BigInt(atMs) * MS;
  return log({ body, timeNs, severity: 0, severityText: '', resource: lambda('paid'), ...set });
}

export function reportLine(
  requestId: string,
  atMs: number,
  durationMs: number,
  rest = '',
  set: Partial<LogRecord> = {},
): LogRecord {
  const billed = `Billed Duration: ${Math.ceil(durationMs) + 7} ms`;
  const memory = 'Memory Size: 1024 MB\tMax Memory Used: 99 MB';
  return line(
    atMs,
    `REPORT RequestId: ${requestId}\tDuration: ${durationMs}.00 ms\t${billed}\t${memory}\t${rest}\n`,
    set,
  );
}

/** The span of an execution of the function `paid`, this many milliseconds after T0. */
export function run(
  number: number,
  requestId: string,
  atMs: number,
  durationMs: number,
  set: Partial<Span> = {},
): Span {
  const startNs = T0_NS + BigInt(atMs) * MS;
  return invocation({
    traceId: traceId(number),
    spanId: spanId(number),
    name: 'paid',
    startNs,
    endNs: startNs + BigInt(durationMs) * MS,
    resource: lambda('paid'),
    ...set,
    attributes: { 'faas.invocation_id': requestId, ...set.attributes },
  });
}

export function requestId(number: number): string {
  return `8f5d1b7e-0000-4000-8000-${number.toString(16).padStart(12, '0')}`;
}

const platformEvent = (atMs: number, type: string, record: object) =>
  line(atMs, JSON.stringify({ time: '2026-03-01T00:00:00.000Z', type, record }));

/** Executions reported by spans, by lines, by events, in halves, twice, or without any span. */
export const PLATFORM_SPANS: readonly Span[] = [
  run(0x101, requestId(1), 1000, 100),
  // The platform reports a timeout that the handler could not.
  run(0x102, requestId(2), 2000, 2900),
  // Retries of one event: the same id a minute apart; the first attempt failed.
  run(0x103, requestId(3), 3000, 50, { status: 'error', attributes: { 'error.type': 'TypeError' } }),
  run(0x104, requestId(3), 63_000, 60),
  // Corrected later; its trace starts with another function's span.
  run(0x105, requestId(5), 5000, 500),
  run(0x105, requestId(5), 5000, 700, { attributes: { 'faas.version': '9' } }),
  span({
    traceId: traceId(0x105),
    spanId: spanId(0x999),
    startNs: T0_NS + 4n * SECOND,
    resource: lambda('gate'),
  }),
  // Its platform never reports.
  run(0x106, requestId(6), 6000, 10, { resource: lambda('silent') }),
  // Both in one trace; the report names only the first.
  run(0x107, requestId(7), 7000, 20),
  run(0x108, requestId(8), 7100, 20, { traceId: traceId(0x107) }),
];

export const PLATFORM_LOGS: readonly LogRecord[] = [
  line(1000, `START RequestId: ${requestId(1)} Version: 7\n`),
  reportLine(requestId(1), 1101, 100, 'Init Duration: 250.00 ms\t'),
  line(1101, `END RequestId: ${requestId(1)}\n`),
  reportLine(requestId(2), 5000, 3000, 'Status: timeout\t'),
  reportLine(requestId(3), 3051, 50),
  reportLine(requestId(3), 63_061, 60),
  platformEvent(5000, 'platform.start', { requestId: requestId(5), version: '8' }),
  platformEvent(5701, 'platform.runtimeDone', {
    requestId: requestId(5),
    status: 'success',
    metrics: { durationMs: 700.5 },
  }),
  platformEvent(5702, 'platform.report', {
    requestId: requestId(5),
    status: 'success',
    metrics: { durationMs: 700.5, billedDurationMs: 701, memorySizeMB: 512, maxMemoryUsedMB: 80 },
  }),
  reportLine(requestId(7), 7020, 20),
  // Without any span: only started, in two lines from different places, and with an X-Ray trace.
  line(8000, `START RequestId: ${requestId(9)} Version: 7\n`),
  line(9000, `START RequestId: ${requestId(10)} Version: 7\n`),
  reportLine(requestId(10), 9400, 400, 'Init Duration: 90.00 ms\t'),
  reportLine(requestId(11), 10_000, 90, '\nXRAY TraceId: 1-5759e988-bd862e3fe1be46a994272793\t'),
  // Of a function without any span.
  line(
    11_000,
    `REPORT RequestId: ${requestId(12)}\tDuration: 5.00 ms\tBilled Duration: 5 ms\tMemory Size: 128 MB\tMax Memory Used: 60 MB\t\n`,
    { resource: lambda('bare') },
  ),
];
