import { context, SpanKind, trace } from '@opentelemetry/api';
import { OTLPLogExporter as JsonLogs } from '@opentelemetry/exporter-logs-otlp-http';
import { OTLPLogExporter as ProtoLogs } from '@opentelemetry/exporter-logs-otlp-proto';
import { OTLPMetricExporter } from '@opentelemetry/exporter-metrics-otlp-http';
import { OTLPTraceExporter as JsonTraces } from '@opentelemetry/exporter-trace-otlp-http';
import { OTLPTraceExporter as ProtoTraces } from '@opentelemetry/exporter-trace-otlp-proto';
import { CompressionAlgorithm } from '@opentelemetry/otlp-exporter-base';
import { BatchLogRecordProcessor, LoggerProvider } from '@opentelemetry/sdk-logs';
import { MeterProvider, PeriodicExportingMetricReader } from '@opentelemetry/sdk-metrics';
import { BasicTracerProvider, BatchSpanProcessor } from '@opentelemetry/sdk-trace-base';
import pino from 'pino';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { openReader } from '@/core/store/index';
import { createIngest, type Ingest } from '../ingest/ingest';
import { buildWorker, newDatabase } from '../ingest/testing/worker-file';
import { createIntake } from './intake';
import { createOtlpServer, type OtlpServer } from './server';

const log = pino({ level: 'silent' });
const gzip = CompressionAlgorithm.GZIP;

let worker: Awaited<ReturnType<typeof buildWorker>>;
let database: ReturnType<typeof newDatabase>;
let ingest: Ingest;
let server: OtlpServer;
let url: string;

beforeAll(async () => {
  worker = await buildWorker();
  database = newDatabase();
  ingest = createIngest({ workerFile: worker.workerFile, databaseFile: database.databaseFile, log });
  const intake = createIntake({
    config: { keyLimits: { requests: 100, bytesPerSecond: null, spansPerSecond: null } },
    ingest,
    door: { authorize: async () => ({ scope: 'ingest', keyId: null, session: null, environment: null }) },
    log,
  });
  server = createOtlpServer({
    config: { host: '127.0.0.1', otlpHttpPort: 0, corsOrigins: [] },
    intake,
    ready: () => ingest.alive,
    log,
  });
  url = `http://127.0.0.1:${(await server.listen()).port}/v1`;
});
afterAll(async () => {
  await server.close();
  await ingest.close();
  worker.remove();
  database.remove();
});

it('stores each span once that four exporters of the OpenTelemetry SDK send, JSON and protobuf, plain and gzip', async () => {
  const exporters = [
    new JsonTraces({ url: `${url}/traces` }),
    new ProtoTraces({ url: `${url}/traces` }),
    new JsonTraces({ url: `${url}/traces`, compression: gzip }),
    new ProtoTraces({ url: `${url}/traces`, compression: gzip }),
  ];
  const provider = new BasicTracerProvider({
    spanProcessors: exporters.map((one) => new BatchSpanProcessor(one)),
  });
  const tracer = provider.getTracer('real-clients');
  const root = tracer.startSpan('handler', { kind: SpanKind.SERVER, attributes: { 'faas.trigger': 'http' } });
  const child = tracer.startSpan('query', {}, trace.setSpan(context.active(), root));
  child.end();
  root.end();
  await provider.forceFlush();
  await provider.shutdown();

  const { traceId, spanId } = root.spanContext();
  const reader = await openReader({ databaseFile: database.databaseFile });
  const stored = await reader.trace(traceId, 10);
  await reader.close();
  expect(stored?.spans.map(({ name, parentSpanId }) => [name, parentSpanId]).sort()).toEqual([
    ['handler', null],
    ['query', spanId],
  ]);
  expect(stored?.invocations).toHaveLength(1);
});

it('stores the log records of the OpenTelemetry SDK once', async () => {
  const exporters = [
    new JsonLogs({ url: `${url}/logs` }),
    new ProtoLogs({ url: `${url}/logs`, compression: gzip }),
  ];
  const provider = new LoggerProvider({
    processors: exporters.map((exporter) => new BatchLogRecordProcessor({ exporter })),
  });
  const sentAt = Date.now();
  provider.getLogger('real-clients').emit({ timestamp: sentAt, severityNumber: 9, body: 'order accepted' });
  await provider.forceFlush();
  await provider.shutdown();

  const reader = await openReader({ databaseFile: database.databaseFile });
  const { items } = await reader.logs({ range: { fromMs: sentAt - 1000, toMs: sentAt + 1000 }, limit: 10 });
  await reader.close();
  expect(items.map(({ body, severity }) => [body, severity])).toEqual([['order accepted', 9]]);
});

it('takes the metrics of the OpenTelemetry SDK without an error', async () => {
  const reader = new PeriodicExportingMetricReader({
    exporter: new OTLPMetricExporter({ url: `${url}/metrics` }),
    exportIntervalMillis: 60_000,
  });
  const provider = new MeterProvider({ readers: [reader] });
  provider.getMeter('real-clients').createCounter('orders').add(1);
  await expect(provider.forceFlush()).resolves.toBeUndefined();
  await provider.shutdown();
});
