import { JsonMetricsSerializer, ProtobufMetricsSerializer } from '@opentelemetry/otlp-transformer';
import { resourceFromAttributes } from '@opentelemetry/resources';
import {
  AggregationTemporality,
  AggregationType,
  InMemoryMetricExporter,
  MeterProvider,
  PeriodicExportingMetricReader,
} from '@opentelemetry/sdk-metrics';
import { describe, expect, it } from 'vitest';
import { MAX_ITEMS } from './limits';
import { decodeMetrics } from './metrics';
import { fixed64, number, part, request, spanFields, tag } from './testing/wire';

const decode = (...metrics: Uint8Array[]) => decodeMetrics(request(...metrics), 'protobuf', 5n);
const fromJson = (...metrics: unknown[]) =>
  decodeMetrics(
    Buffer.from(JSON.stringify({ resourceMetrics: [{ scopeMetrics: [{ metrics }] }] })),
    'json',
    5n,
  );
const NAME = part(1, 'faas.test');
const double = (field: number, value: number) => {
  const bytes = Buffer.alloc(8);
  bytes.writeDoubleLE(value);
  return Buffer.concat([tag(field, 1), bytes]);
};

/** What the SDK's reader collects after one invocation, along with an ordinary metric. */
async function recorded() {
  const exporter = new InMemoryMetricExporter(AggregationTemporality.DELTA);
  const reader = new PeriodicExportingMetricReader({ exporter, exportIntervalMillis: 3_600_000 });
  const provider = new MeterProvider({
    resource: resourceFromAttributes({ 'faas.name': 'orders' }),
    readers: [reader],
    views: [
      { instrumentName: 'faas.init_duration', aggregation: { type: AggregationType.EXPONENTIAL_HISTOGRAM } },
    ],
  });
  const meter = provider.getMeter('meter', '1.0');
  meter.createHistogram('faas.invoke_duration', { unit: 's' }).record(0.25, { 'faas.trigger': 'http' });
  meter.createHistogram('faas.init_duration', { unit: 's' }).record(1.5);
  meter.createCounter('faas.coldstarts', { unit: '{coldstart}' }).add(3);
  meter.createUpDownCounter('http.server.active_requests').add(2, { a: 1 });
  meter.createUpDownCounter('http.server.active_requests').add(2, { a: 2 });
  await reader.forceFlush();
  const [metrics] = exporter.getMetrics();
  await provider.shutdown();
  if (!metrics) throw new Error('the SDK collected nothing');
  return metrics;
}

describe('what the SDK sends', () => {
  it('is decoded to the same points from both encodings, ordinary metrics only counted', async () => {
    const metrics = await recorded();
    const proto = decodeMetrics(
      ProtobufMetricsSerializer.serializeRequest(metrics) ?? Buffer.alloc(0),
      'protobuf',
      5n,
    );
    const json = decodeMetrics(
      JsonMetricsSerializer.serializeRequest(metrics) ?? Buffer.alloc(0),
      'json',
      5n,
    );
    expect(json).toEqual(proto);
    expect(proto.ignored).toBe(2);
    expect(proto.rejected).toEqual({ count: 0, message: '' });
    const histogram = { kind: 'histogram', temporality: 'delta', unit: 's', count: 1 };
    const byName = [...proto.points].sort((one, other) => one.name.localeCompare(other.name)).reverse();
    expect(byName).toMatchObject([
      {
        ...histogram,
        name: 'faas.invoke_duration',
        sum: 0.25,
        min: 0.25,
        max: 0.25,
        attributes: { 'faas.trigger': 'http' },
      },
      { ...histogram, name: 'faas.init_duration', sum: 1.5, min: 1.5, max: 1.5 },
      { name: 'faas.coldstarts', kind: 'sum', unit: '{coldstart}', sum: 3, count: 1, min: null },
    ]);
    const [first] = byName;
    expect(first?.resource.attributes['faas.name']).toBe('orders');
    expect(first?.scope).toMatchObject({ name: 'meter', version: '1.0' });
    expect(first?.timeIsReceipt).toBe(false);
    expect((first?.startNs ?? 0n) <= (first?.timeNs ?? 0n)).toBe(true);
  });
});

describe('points', () => {
  it('takes a summary with its extreme quantiles, as CloudWatch streams them', () => {
    const quantile = (at: number, value: number) =>
      part(6, ...(at === 0 ? [] : [double(1, at)]), double(2, value));
    const point = part(
      1,
      fixed64(3, 9n),
      fixed64(4, 4n),
      double(5, 10),
      quantile(0, 1),
      quantile(1, 4),
      quantile(0.5, 2),
    );
    const sent = decode(Buffer.concat([part(1, 'amazonaws.com/AWS/Lambda/Duration'), part(11, point)]));
    const value = (quantileAt: number | undefined, amount: number) => ({
      quantile: quantileAt,
      value: amount,
    });
    const json = fromJson({
      name: 'amazonaws.com/AWS/Lambda/Duration',
      summary: {
        dataPoints: [
          {
            timeUnixNano: '9',
            count: '4',
            sum: 10,
            quantileValues: [value(undefined, 1), value(1, 4), value(0.5, 2)],
          },
        ],
      },
    });
    expect(sent.points).toMatchObject([
      {
        kind: 'summary',
        temporality: 'unspecified',
        timeNs: 9n,
        startNs: 9n,
        count: 4,
        sum: 10,
        min: 1,
        max: 4,
      },
    ]);
    expect(json).toEqual(sent);
  });

  it('takes a signed integer, and names that follow the points on the wire', () => {
    const point = part(1, fixed64(6, 2n ** 64n - 7n));
    expect(decode(Buffer.concat([part(7, point, number(2, 2)), NAME, part(3, 'By')])).points).toMatchObject([
      {
        name: 'faas.test',
        unit: 'By',
        kind: 'sum',
        temporality: 'cumulative',
        sum: -7,
        timeNs: 5n,
        timeIsReceipt: true,
      },
    ]);
    expect(
      fromJson({
        name: 'faas.test',
        unit: 'By',
        sum: { dataPoints: [{ asInt: '-7' }], aggregationTemporality: 'AGGREGATION_TEMPORALITY_CUMULATIVE' },
      }).points,
    ).toMatchObject([{ sum: -7, temporality: 'cumulative', startNs: 5n }]);
  });

  it('ignores points that say nothing', () => {
    const noValue = part(1, double(4, 1), number(8, 1));
    const nan = part(1, double(4, Number.NaN));
    const empty = part(1, fixed64(3, 9n));
    expect(decode(Buffer.concat([NAME, part(5, noValue, nan, empty)]))).toMatchObject({
      points: [],
      ignored: 3,
    });
    expect(decode(Buffer.concat([NAME, part(9, part(1, fixed64(4, 0n)))]))).toMatchObject({
      points: [],
      ignored: 1,
    });
    const dataPoints = [{ asDouble: 'NaN' }, { asDouble: null }, { asInt: 1, flags: 1 }];
    expect(fromJson({ name: 'faas.test', gauge: { dataPoints } })).toMatchObject({ points: [], ignored: 3 });
  });

  it('counts points of other metrics without looking into them', () => {
    const broken = part(1, Buffer.from([0xff, 0xff]));
    const sent = decode(Buffer.concat([part(1, 'process.cpu.time'), part(5, broken, broken)]), NAME);
    expect(sent).toMatchObject({ points: [], ignored: 2, rejected: { count: 0 } });
    expect(fromJson({ name: 'process.cpu.time', sum: { dataPoints: [{ asInt: 'x' }, {}] } })).toMatchObject({
      points: [],
      ignored: 2,
      rejected: { count: 0 },
    });
  });
});

describe('what is refused', () => {
  it('refuses a point that cannot be read and keeps its neighbours', () => {
    const dataPoints = [{ asInt: 1 }, { asInt: {} }, { asInt: 3, attributes: { a: 1 } }, { asInt: 4 }];
    const { points, rejected } = fromJson(
      { name: 'faas.test', gauge: { dataPoints } },
      { name: 'faas.x', sum: 'x' },
    );
    expect(points.map(({ sum }) => sum)).toEqual([1, 4]);
    expect(rejected.count).toBe(3);
    expect(rejected.message).toMatch(/^data points rejected: .*asInt must be a number/);
  });

  it('names the likely mistake when another signal is sent', () => {
    expect(() => decode(spanFields())).toThrowError(/send spans to \/v1\/traces/);
    const log = Buffer.concat([fixed64(1, 5n), part(5, part(1, 'hello'))]);
    expect(() => decode(log)).toThrowError(/send logs to \/v1\/logs/);
    expect(() => decode(Buffer.concat([part(5, part(1, 'hello')), fixed64(11, 5n)]))).toThrowError(
      /\/v1\/logs/,
    );
    expect(() => decodeMetrics(Buffer.from('{"resourceSpans":[]}'), 'json', 5n)).toThrowError(/\/v1\/traces/);
  });

  it('refuses a body with more points than memory allows for', () => {
    const points = Buffer.concat(Array.from({ length: MAX_ITEMS + 1 }, () => part(1)));
    expect(() => decode(Buffer.concat([NAME, part(5, points)]))).toThrowError(
      expect.objectContaining({ code: 'too_large' }),
    );
    expect(decode(Buffer.concat([part(1, 'other'), part(5, points)])).ignored).toBe(MAX_ITEMS + 1);
  });

  it('reads nothing from an empty body', () => {
    for (const encoding of ['protobuf', 'json'] as const)
      expect(decodeMetrics(new Uint8Array(), encoding, 5n)).toEqual({
        points: [],
        ignored: 0,
        rejected: { count: 0, message: '' },
      });
  });
});
