import { TELEMETRY_API_SCOPE } from '../../model/init-phase';
import type { LogRecord, MetricPoint, Resource, Span } from '../../model/telemetry';
import { lambda, MS, span, spanId, T0_NS, traceId } from './fixtures';
import { line, reportLine, requestId, run } from './platform-pieces';

const at = (ms: number): bigint => T0_NS + BigInt(ms) * MS;

/** How OpenTelemetry's Lambda extension describes a function in its resource. */
export function extension(name: string): Resource {
  return {
    attributes: {
      'service.name': name,
      'faas.name': name,
      'faas.version': '7',
      'faas.invoked_provider': 'aws',
      'faas.invoked_region': 'eu-central-1',
    },
  };
}

/** The span of an init in a trace of its own, as that extension sends it; it ends `endsAtMs` after T0. */
export function initSpan(
  number: number,
  name: string,
  endsAtMs: number,
  tookMs: number,
  set: Partial<Span> = {},
): Span {
  return span({
    traceId: traceId(number),
    spanId: spanId(number),
    name: `init ${name}`,
    startNs: at(endsAtMs - tookMs),
    endNs: at(endsAtMs),
    attributes: { 'faas.coldstart': true },
    resource: extension(name),
    scope: { name: TELEMETRY_API_SCOPE, version: '', attributes: {} },
    ...set,
  });
}

/** A data point of that extension: counted since `fromMs`, sent at `toMs`. */
export function point(
  metric: string,
  name: string,
  [fromMs, toMs]: readonly [fromMs: number, toMs: number],
  sum: number,
  set: Partial<MetricPoint> = {},
): MetricPoint {
  return {
    name: metric,
    unit: '',
    kind: 'histogram',
    temporality: 'cumulative',
    startNs: at(fromMs),
    timeNs: at(toMs),
    count: 1,
    sum,
    min: null,
    max: null,
    attributes: {},
    resource: extension(name),
    scope: { name: TELEMETRY_API_SCOPE, version: '', attributes: {} },
    ...set,
  };
}

/** What CloudWatch's metric stream reports about a function for one minute after T0. */
export function cloudWatch(metric: string, name: string, minute: number, sum: number): MetricPoint {
  return point(`amazonaws.com/AWS/Lambda/${metric}`, name, [minute * 60_000, (minute + 1) * 60_000], sum, {
    kind: 'summary',
    temporality: 'unspecified',
    count: 3,
    attributes: { Dimensions: { FunctionName: name } },
    resource: {
      attributes: {
        'cloud.provider': 'aws',
        'cloud.region': 'eu-central-1',
        'cloud.account.id': '123456789012',
      },
    },
  });
}

const COLD = { 'faas.coldstart': true };
const UNSAID = { 'faas.coldstart': null };
const cold = { resource: lambda('cold') };
const onInstance = (instance: string) => ({ resource: lambda('placed', { 'faas.instance': instance }) });

/** Inits, and invocations that other telemetry identifies only by instance and time; many could belong to one another. */
export const INSTANCE_SPANS: readonly Span[] = [
  // Two cold starts close together, and a warm one between them.
  run(0x201, requestId(0x201), 20_000, 100, { ...cold, attributes: COLD }),
  run(0x202, requestId(0x202), 20_050, 100, cold),
  run(0x203, requestId(0x203), 20_400, 100, { ...cold, attributes: COLD }),
  initSpan(0x2a1, 'cold', 19_990, 400),
  initSpan(0x2a2, 'cold', 20_390, 300),
  // First reported as a cold start, then corrected; and the invocation after it.
  run(0x204, requestId(0x204), 90_000, 100, { ...cold, attributes: COLD }),
  run(0x204, requestId(0x204), 90_000, 120, cold),
  run(0x205, requestId(0x205), 90_500, 100, { ...cold, attributes: COLD }),
  initSpan(0x2a3, 'cold', 89_990, 250),
  // Only its report shows that it was a cold start.
  run(0x206, requestId(0x206), 150_000, 100, { ...cold, attributes: UNSAID }),
  // On known instances: the first invocation after the init counts, whatever it reports itself.
  run(0x211, requestId(0x211), 30_000, 100, { ...onInstance('i1'), attributes: UNSAID }),
  run(0x212, requestId(0x212), 30_200, 100, { ...onInstance('i2'), attributes: UNSAID }),
  run(0x213, requestId(0x213), 30_400, 100, { ...onInstance('i1'), attributes: UNSAID }),
  initSpan(0x2a4, 'placed', 29_950, 180, onInstance('i1')),
  // The same init, corrected.
  initSpan(0x2a5, 'placed', 30_150, 100, onInstance('i2')),
  initSpan(0x2a5, 'placed', 30_160, 110, onInstance('i2')),
  // In the trace of an invocation that is not the first one after it.
  run(0x221, requestId(0x221), 40_000, 100, { resource: lambda('host'), attributes: COLD }),
  run(0x222, requestId(0x222), 40_100, 100, { resource: lambda('host'), attributes: COLD }),
  initSpan(0x2a6, 'host', 39_980, 130, { traceId: traceId(0x222), resource: lambda('host') }),
];

export const INSTANCE_LOGS: readonly LogRecord[] = [
  reportLine(requestId(0x206), 150_101, 100, 'Init Duration: 333.00 ms\t', cold),
  line(29_960, 'INIT_REPORT Init Duration: 190.00 ms\tPhase: init\t\n', onInstance('i1')),
];

export const INSTANCE_METRICS: readonly MetricPoint[] = [
  // Sent repeatedly while the instance lives.
  point('faas.init_duration', 'cold', [19_600, 20_200], 0.4),
  point('faas.init_duration', 'cold', [19_600, 80_200], 0.4),
  point('faas.mem_usage', 'cold', [19_600, 20_200], 77_000_000),
  point('faas.mem_usage', 'cold', [149_700, 150_200], 88_000_000),
  // From an unknown instance: only an invocation that reports a cold start itself could be meant, and none does.
  point('faas.mem_usage', 'placed', [29_800, 30_150], 55_000_000),
  // About one execution since the last point.
  point('faas.mem_usage', 'placed', [30_350, 30_550], 64 * 1024 * 1024, {
    ...onInstance('i1'),
    temporality: 'delta',
    scope: { name: 'mine', version: '', attributes: {} },
  }),
  // A counter of one instance, read now and then; and that of another one.
  point('faas.invocations', 'cold', [19_600, 20_500], 2),
  point('faas.invocations', 'cold', [19_600, 61_000], 3),
  point('faas.invocations', 'cold', [19_600, 62_000], 5),
  point('faas.invocations', 'cold', [19_600, 200_000], 5),
  point('faas.invocations', 'cold', [19_600, 300_000], 9),
  point('faas.errors', 'cold', [19_600, 61_000], 1),
  point('faas.invocations', 'cold', [20_300, 61_000], 1),
  cloudWatch('Invocations', 'cold', 0, 4),
  cloudWatch('Invocations', 'cold', 5, 4),
  cloudWatch('Throttles', 'cold', 0, 2),
  cloudWatch('Throttles', 'cold', 5, 0),
  // Corrected later; and one of a function that sends nothing itself.
  cloudWatch('Throttles', 'bare', 1, 3),
  cloudWatch('Throttles', 'bare', 1, 5),
  cloudWatch('Invocations', 'dark', 1, 6),
];
