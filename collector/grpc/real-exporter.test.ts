import { SpanKind } from '@opentelemetry/api';
import { OTLPTraceExporter } from '@opentelemetry/exporter-trace-otlp-grpc';
import { CompressionAlgorithm } from '@opentelemetry/otlp-exporter-base';
import { BasicTracerProvider, BatchSpanProcessor } from '@opentelemetry/sdk-trace-base';
import pino from 'pino';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { FaaslensError } from '@/core/errors';
import { openReader } from '@/core/store/index';
import { createIntake } from '../http/intake';
import { createIngest, type Ingest } from '../ingest/ingest';
import { buildWorker, newDatabase } from '../ingest/testing/worker-file';
import { createGrpcServer, type GrpcServer } from './server';
import { startGrpcServer } from './testing/server';

const log = pino({ level: 'silent' });
let worker: Awaited<ReturnType<typeof buildWorker>>;
let database: ReturnType<typeof newDatabase>;
let ingest: Ingest;
let server: GrpcServer;
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
  server = createGrpcServer({
    config: { host: '127.0.0.1', otlpGrpcPort: 0, otlpHttpPort: 4318 },
    intake,
    log,
  });
  url = `http://127.0.0.1:${(await server.listen()).port}`;
});
afterAll(async () => {
  await server.close();
  await ingest.close();
  worker.remove();
  database.remove();
});

it('stores once what the gRPC exporter of the OpenTelemetry SDK sends, plain and gzip', async () => {
  const exporters = [
    new OTLPTraceExporter({ url }),
    new OTLPTraceExporter({ url, compression: CompressionAlgorithm.GZIP }),
  ];
  const provider = new BasicTracerProvider({
    spanProcessors: exporters.map((one) => new BatchSpanProcessor(one)),
  });
  const tracer = provider.getTracer('real-exporter');
  const span = tracer.startSpan('handler', { kind: SpanKind.SERVER, attributes: { 'faas.trigger': 'http' } });
  span.end();
  await provider.forceFlush();
  await provider.shutdown();

  const reader = await openReader({ databaseFile: database.databaseFile });
  const stored = await reader.trace(span.spanContext().traceId, 10);
  await reader.close();
  expect(stored?.spans.map(({ name }) => name)).toEqual(['handler']);
  expect(stored?.invocations).toHaveLength(1);
});

it('is understood by the exporter when it refuses: try again, and too large for good', async () => {
  const test = await startGrpcServer({ limits: { bodyBytes: 100_000 } });
  const busy = new FaaslensError('overloaded', 'busy');
  test.accept = () => Promise.reject(busy);
  const provider = new BasicTracerProvider({
    spanProcessors: [new BatchSpanProcessor(new OTLPTraceExporter({ url: test.url }))],
  });
  const tracer = provider.getTracer('real-exporter');
  tracer.startSpan('refused').end();
  await expect(provider.forceFlush()).rejects.toMatchObject([{ message: '14 UNAVAILABLE: busy' }]);
  tracer.startSpan('too large', { attributes: { text: 'x'.repeat(2_000_000) } }).end();
  await expect(provider.forceFlush()).rejects.toMatchObject([
    { message: expect.stringMatching(/^8 RESOURCE_EXHAUSTED: the body is larger than/) },
  ]);
  await provider.shutdown();
  await test.server.close();
});
