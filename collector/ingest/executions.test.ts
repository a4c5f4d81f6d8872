import pino from 'pino';
import { afterAll, afterEach, beforeAll, beforeEach, expect, test } from 'vitest';
import { openDatabase } from '@/core/database/open';
import { openReader } from '@/core/store/index';
import { createIntake } from '../http/intake';
import { createOtlpServer } from '../http/server';
import { createIngest } from './ingest';
import { buildWorker, newDatabase } from './testing/worker-file';

const TRACE = '0af7651916cd43dd8448eb211c80319c';
const REQUEST = '8f5d1b7e-0000-4000-8000-000000000001';
const RANGE = { fromMs: Date.UTC(2026, 2, 1), toMs: Date.UTC(2026, 2, 2) };

const at = (ms: number) => `${RANGE.fromMs + ms}000000`;
const text = (key: string, value: string) => ({ key, value: { stringValue: value } });
const resource = {
  attributes: [
    text('service.name', 'orders'),
    text('faas.name', 'orders'),
    text('cloud.provider', 'aws'),
    text('cloud.platform', 'aws_lambda'),
    text('cloud.region', 'eu-central-1'),
  ],
};
const SPANS = {
  resourceSpans: [
    {
      resource,
      scopeSpans: [
        {
          scope: { name: '@faaslens/instrumentation' },
          spans: [
            {
              traceId: TRACE,
              spanId: 'b7ad6b7169203331',
              name: 'orders',
              kind: 2,
              startTimeUnixNano: at(1000),
              endTimeUnixNano: at(1900),
              attributes: [text('faas.trigger', 'http'), text('faas.invocation_id', REQUEST)],
            },
          ],
        },
      ],
    },
  ],
};
const lines = (...bodies: [atMs: number, body: string][]) => ({
  resourceLogs: [
    {
      resource,
      scopeLogs: [
        {
          logRecords: bodies.map(([ms, body]) => ({ timeUnixNano: at(ms), body: { stringValue: body } })),
        },
      ],
    },
  ],
});
const START = lines([1000, `START RequestId: ${REQUEST} Version: 7\n`]);
const REPORT = lines([
  1950,
  `REPORT RequestId: ${REQUEST}\tDuration: 950.00 ms\tBilled Duration: 951 ms\tMemory Size: 512 MB\tMax Memory Used: 90 MB\tInit Duration: 120.00 ms\t\n`,
]);

/** Metrics of a Lambda extension about an instance and its first execution, cumulative since it started. */
const METRICS = {
  resourceMetrics: [
    {
      resource,
      scopeMetrics: [
        {
          scope: { name: 'github.com/open-telemetry/opentelemetry-lambda/collector/receiver/telemetryapi' },
          metrics: [
            ['faas.init_duration', 's', 0.12],
            ['faas.mem_usage', 'By', 90_000_000],
            ['faas.cpu_usage', 's', 0.5],
          ].map(([name, unit, sum]) => ({
            name,
            unit,
            histogram: {
              aggregationTemporality: 2,
              dataPoints: [{ startTimeUnixNano: at(900), timeUnixNano: at(2000), count: 1, sum }],
            },
          })),
        },
      ],
    },
  ],
};

const log = pino({ level: 'silent' });
let worker: Awaited<ReturnType<typeof buildWorker>>;
let database: ReturnType<typeof newDatabase>;
let collector: { send(signal: string, body: object): Promise<void>; stop(): Promise<void> };

async function start(): Promise<typeof collector> {
  const ingest = createIngest({ workerFile: worker.workerFile, databaseFile: database.databaseFile, log });
  const intake = createIntake({
    config: { keyLimits: { requests: 1_000, bytesPerSecond: null, spansPerSecond: null } },
    ingest,
    door: { authorize: async () => ({ scope: 'ingest', keyId: null, session: null, environment: null }) },
    log,
  });
  const config = { host: '127.0.0.1', otlpHttpPort: 0, corsOrigins: [] };
  const http = createOtlpServer({ config, intake, ready: () => ingest.alive, log });
  const { port } = await http.listen();
  return {
    async send(signal, body) {
      const response = await fetch(`http://127.0.0.1:${port}/v1/${signal}`, {
        method: 'POST',
        headers: { 'content-type': 'application/json' },
        body: JSON.stringify(body),
      });
      expect([response.status, await response.json()]).toEqual([200, {}]);
    },
    async stop() {
      await http.close();
      await ingest.close();
    },
  };
}

async function invocations() {
  const reader = await openReader(database);
  const { items } = await reader.invocations({ range: RANGE, limit: 10 });
  await reader.close();
  return items;
}

beforeAll(async () => {
  worker = await buildWorker();
});
afterAll(() => worker.remove());
beforeEach(async () => {
  database = newDatabase();
  collector = await start();
});
afterEach(async () => {
  await collector.stop();
  database.remove();
});

const COMPLETE = {
  source: 'faaslens',
  traceId: TRACE,
  durationMs: 900,
  reportedBilledMs: 951,
  maxMemoryUsedMb: 90,
  initDurationMs: 120,
  coldStart: true,
  outcome: 'ok',
};

test('lines of the platform that come before the span complete its invocation', async () => {
  await collector.send('logs', START);
  await collector.send('logs', REPORT);
  expect(await invocations()).toEqual([]);
  await collector.send('traces', SPANS);
  expect(await invocations()).toMatchObject([COMPLETE]);
});

test('lines of the platform that come after the span complete its invocation, also after a restart', async () => {
  await collector.send('traces', SPANS);
  expect(await invocations()).toMatchObject([{ reportedBilledMs: null, coldStart: null }]);
  await collector.send('logs', START);
  await collector.stop();
  collector = await start();
  await collector.send('logs', REPORT);
  expect(await invocations()).toMatchObject([COMPLETE]);
});

test('metrics of a cold start complete its invocation, before it or after it', async () => {
  const [span] = SPANS.resourceSpans[0]?.scopeSpans[0]?.spans ?? [];
  const cold = { key: 'faas.coldstart', value: { boolValue: true } };
  const traces = {
    resourceSpans: [
      {
        resource,
        scopeSpans: [
          {
            scope: { name: '@faaslens/instrumentation' },
            spans: [{ ...span, attributes: [...(span?.attributes ?? []), cold] }],
          },
        ],
      },
    ],
  };
  await collector.send('metrics', METRICS);
  await collector.stop();
  collector = await start();
  await collector.send('traces', traces);
  await collector.send('metrics', METRICS);
  expect(await invocations()).toMatchObject([
    { initDurationMs: 120, maxMemoryUsedMb: 90, coldStart: true, reportedBilledMs: null },
  ]);
});

test('what started and never was heard of again becomes an invocation, which gives way to its span', async () => {
  await collector.send('logs', START);
  await collector.stop();
  // As if received longer ago.
  const db = openDatabase(database.databaseFile);
  db.exec('UPDATE pending_execution SET received_ms = received_ms - 16 * 60000');
  db.close();
  collector = await start();
  await expect
    .poll(invocations, { timeout: 10_000 })
    .toMatchObject([
      { source: 'platform', invocationId: REQUEST, outcome: 'error', errorType: 'never_ended' },
    ]);
  await collector.send('traces', SPANS);
  await collector.send('logs', REPORT);
  expect(await invocations()).toMatchObject([COMPLETE]);
});
