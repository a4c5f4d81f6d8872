import pino from 'pino';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { formatPicoUsd } from '@/core/model/money';
import type { PriceChange } from '@/core/model/price-override';
import { openReader } from '@/core/store/index';
import { createIngest, type IngestThread } from './ingest';
import { buildWorker, newDatabase } from './testing/worker-file';

const START_MS = Date.parse('2026-11-01');
const HALF: PriceChange = {
  provider: 'aws',
  product: 'lambda',
  plan: null,
  meter: null,
  region: null,
  architecture: null,
  priceUsd: null,
  tiers: [],
  discountPercent: '50',
  from: null,
  to: null,
  origin: 'user',
  source: 'contract',
};

let worker: Awaited<ReturnType<typeof buildWorker>>;
let database: ReturnType<typeof newDatabase>;
let ingest: IngestThread;

beforeAll(async () => {
  worker = await buildWorker();
  database = newDatabase();
  ingest = createIngest({
    workerFile: worker.workerFile,
    databaseFile: database.databaseFile,
    log: pino({ level: 'silent' }),
    now: () => START_MS + 1000,
  });
});
afterAll(async () => {
  await ingest.close();
  database.remove();
  worker.remove();
});

/** An invocation of 100 ms at 1 GB of x86_64 in us-east-1. */
function body(number: number): Uint8Array {
  const text = (key: string, stringValue: string) => ({ key, value: { stringValue } });
  const start = BigInt(START_MS) * 1_000_000n;
  const resource = [
    text('cloud.provider', 'aws'),
    text('cloud.platform', 'aws_lambda'),
    text('cloud.region', 'us-east-1'),
    text('faas.name', 'shop'),
    text('host.arch', 'amd64'),
    { key: 'faas.max_memory', value: { intValue: String(1024 * 1024 * 1024) } },
  ];
  const span = {
    traceId: number.toString(16).padStart(32, '0'),
    spanId: number.toString(16).padStart(16, '0'),
    name: 'shop',
    kind: 2,
    startTimeUnixNano: String(start),
    endTimeUnixNano: String(start + 100_000_000n),
    attributes: [text('faas.trigger', 'http')],
  };
  const scopeSpans = [{ scope: { name: 'test' }, spans: [span] }];
  return new TextEncoder().encode(
    JSON.stringify({ resourceSpans: [{ resource: { attributes: resource }, scopeSpans }] }),
  );
}

it('prices what arrives by the prices of the user, and leaves what was stored before as it is', async () => {
  await ingest.submit('traces', 'json', body(1));
  ingest.usePrices([HALF]);
  await ingest.submit('traces', 'json', body(2));
  ingest.usePrices([]);
  await ingest.submit('traces', 'json', body(3));

  const reader = await openReader({ databaseFile: database.databaseFile });
  const range = { fromMs: START_MS - 1000, toMs: START_MS + 1000 };
  const { items } = await reader.invocations({ range, limit: 10 });
  await reader.close();
  const costs = items.map(({ traceId, cost, platform }) => [
    traceId.at(-1),
    platform,
    cost && formatPicoUsd(cost),
  ]);
  expect(costs.sort()).toEqual([
    ['1', 'aws_lambda', '0.00000186667'],
    ['2', 'aws_lambda', '0.000000933335'],
    ['3', 'aws_lambda', '0.00000186667'],
  ]);
});
