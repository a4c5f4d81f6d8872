import { gzipSync } from 'node:zlib';
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { openReader } from '@/core/store/index';
import { logsPayload, metricStream } from '../feeds/testing/payloads';
import { startCollector, type TestCollector } from './testing/collector';
import { INGEST_KEY, READ_KEY } from './testing/intake';
import { startServer, type TestServer } from './testing/server';

const REQUEST = '8f5d1b7e-0000-4000-8000-000000000001';
const START_MS = Date.UTC(2026, 2, 1);
const RANGE = { fromMs: START_MS, toMs: START_MS + 60_000 };
const REPORT = `REPORT RequestId: ${REQUEST}\tDuration: 950.00 ms\tBilled Duration: 951 ms\tMemory Size: 512 MB\tMax Memory Used: 90 MB\tInit Duration: 120.00 ms\t\n`;
const LINES = [
  `START RequestId: ${REQUEST} Version: $LATEST\n`,
  `2026-03-01T00:00:00.003Z\t${REQUEST}\tERROR\tno stock\n`,
  REPORT,
];
const ARN = 'arn:aws:firehose:eu-central-1:123456789012:deliverystream/faaslens';
const FIREHOSE = { 'x-amz-firehose-request-id': 'delivery-1', 'x-amz-firehose-source-arn': ARN };

const firehoseBody = (...records: readonly Uint8Array[]) =>
  JSON.stringify({
    requestId: 'delivery-1',
    timestamp: START_MS,
    records: records.map((record) => ({ data: Buffer.from(record).toString('base64') })),
  });
const subscription = gzipSync(JSON.stringify(logsPayload('orders', LINES, START_MS)));

type Sent = { readonly status: number; readonly headers: Headers; readonly body: unknown };
async function post(url: string, body: string | Buffer, headers: Record<string, string> = {}): Promise<Sent> {
  const response = await fetch(url, {
    method: 'POST',
    headers: { 'content-type': 'application/json', ...headers },
    body,
  });
  return { status: response.status, headers: response.headers, body: await response.json() };
}

describe('deliveries', () => {
  let collector: TestCollector;
  beforeEach(async () => {
    collector = await startCollector();
  });
  afterEach(() => collector.close());

  const text = (key: string, value: string) => ({ key, value: { stringValue: value } });
  async function sendSpan(environment: string): Promise<void> {
    const attributes = [
      text('faas.name', 'orders'),
      text('cloud.provider', 'aws'),
      text('cloud.platform', 'aws_lambda'),
      text('cloud.region', 'eu-central-1'),
      text('deployment.environment.name', environment),
    ];
    const span = {
      traceId: '0af7651916cd43dd8448eb211c80319c',
      spanId: 'b7ad6b7169203331',
      name: 'orders',
      kind: 2,
      startTimeUnixNano: `${START_MS}000000`,
      endTimeUnixNano: `${START_MS + 900}000000`,
      attributes: [text('faas.trigger', 'http'), text('faas.invocation_id', REQUEST)],
    };
    const resourceSpans = [{ resource: { attributes }, scopeSpans: [{ spans: [span] }] }];
    expect(await post(`${collector.url}/v1/traces`, JSON.stringify({ resourceSpans }))).toMatchObject({
      status: 200,
      body: {},
    });
  }
  async function stored() {
    const reader = await openReader(collector);
    const { items: invocations } = await reader.invocations({ range: RANGE, limit: 10 });
    const { items: logs } = await reader.logs({ range: RANGE, limit: 10 });
    await reader.close();
    return { invocations, lines: logs.map(({ body }) => body).sort() };
  }
  const COMPLETE = {
    durationMs: 900,
    reportedBilledMs: 951,
    maxMemoryUsedMb: 90,
    initDurationMs: 120,
    coldStart: true,
    outcome: 'ok',
  };
  const TRIMMED = LINES.map((line) => line.trim()).sort();

  it('of Firehose complete invocations, are answered as it wants, and count once when they are repeated', async () => {
    await sendSpan('production');
    const common = JSON.stringify({ commonAttributes: { 'deployment.environment.name': 'production' } });
    const headers = {
      ...FIREHOSE,
      'x-amz-firehose-common-attributes': common,
      'content-encoding': 'gzip',
    };
    const body = gzipSync(firehoseBody(subscription, metricStream('Throttles', 2, 'orders')));
    for (let time = 0; time < 2; time += 1) {
      const sent = await post(`${collector.url}/v1/feeds/firehose`, body, headers);
      expect(sent).toMatchObject({
        status: 200,
        body: { requestId: 'delivery-1', timestamp: expect.any(Number) },
      });
      expect(sent.headers.get('content-type')).toBe('application/json');
      expect(sent.headers.get('content-encoding')).toBeNull();
      expect(Number(sent.headers.get('content-length'))).toBeGreaterThan(20);
    }
    const { invocations, lines } = await stored();
    expect(invocations).toMatchObject([COMPLETE]);
    expect(lines).toEqual(TRIMMED);
  });

  it('of a forwarding function complete invocations', async () => {
    await sendSpan('production');
    const event = JSON.stringify({ awslogs: { data: subscription.toString('base64') } });
    const url = `${collector.url}/v1/feeds/cloudwatch-logs?environment=production&region=eu-central-1`;
    expect(await post(url, event)).toMatchObject({ status: 200, body: {} });
    const { invocations, lines } = await stored();
    expect(invocations).toMatchObject([COMPLETE]);
    expect(lines).toEqual(TRIMMED);
  });

  it('of the Telemetry API complete invocations', async () => {
    await sendSpan('production');
    const events = [
      { time: '2026-03-01T00:00:00.000Z', type: 'platform.start', record: { requestId: REQUEST } },
      { time: '2026-03-01T00:00:00.100Z', type: 'function', record: 'hello\n' },
      {
        time: '2026-03-01T00:00:00.951Z',
        type: 'platform.report',
        record: {
          requestId: REQUEST,
          status: 'success',
          metrics: {
            durationMs: 950,
            billedDurationMs: 951,
            memorySizeMB: 512,
            maxMemoryUsedMB: 90,
            initDurationMs: 120,
          },
        },
      },
    ];
    const headers = {
      'x-faaslens-function': 'orders',
      'x-faaslens-environment': 'production',
      'x-faaslens-region': 'eu-central-1',
    };
    const sent = await post(`${collector.url}/v1/feeds/telemetry-api`, JSON.stringify(events), headers);
    expect(sent).toMatchObject({ status: 200, body: {} });
    const { invocations, lines } = await stored();
    expect(invocations).toMatchObject([COMPLETE]);
    expect(lines).toContain('hello');
  });

  it('belong to the function of the environment that the sender named', async () => {
    await sendSpan('production');
    const event = JSON.stringify({ awslogs: { data: subscription.toString('base64') } });
    const url = `${collector.url}/v1/feeds/cloudwatch-logs?region=eu-central-1&environment=`;
    const ofFunction = async () => {
      const reader = await openReader(collector);
      const [invocation] = (await reader.invocations({ range: RANGE, limit: 1 })).items;
      const functionId = invocation?.functionId ?? '';
      const { items } = await reader.logs({ range: RANGE, limit: 10, functionId });
      await reader.close();
      return items.length;
    };
    await post(`${url}staging`, event);
    expect(await ofFunction()).toBe(0);
    await post(`${url}production`, event);
    expect(await ofFunction()).toBe(3);
  });
});

describe('the door of a feed', () => {
  let test: TestServer;
  beforeAll(async () => {
    test = await startServer({ auth: 'required' });
  });
  afterAll(() => test.server.close());
  const firehose = (body: string, headers: Record<string, string>, query = '') =>
    post(`${test.url}/v1/feeds/firehose${query}`, body, headers);

  it.each([
    ['no key', {}, 401],
    ['a key that is unknown', { 'x-amz-firehose-access-key': 'nothing' }, 401],
    ['a read key', { 'x-amz-firehose-access-key': READ_KEY }, 403],
  ])('refuses %s in the form of Firehose', async (_name, headers: Record<string, string>, status) => {
    const before = test.sizes.length;
    expect(await firehose(firehoseBody(), { ...FIREHOSE, ...headers })).toMatchObject({
      status,
      body: {
        requestId: 'delivery-1',
        timestamp: expect.any(Number),
        errorMessage: expect.stringMatching(/key/),
      },
    });
    expect(test.sizes).toHaveLength(before);
  });

  it('lets an ingest key in, as the access key of Firehose or as a bearer', async () => {
    const key = { 'x-amz-firehose-access-key': INGEST_KEY };
    expect((await firehose(firehoseBody(subscription), { ...FIREHOSE, ...key })).status).toBe(200);
    const authorization = `Bearer ${INGEST_KEY}`;
    const probe = JSON.stringify({ ...logsPayload('orders', []), messageType: 'CONTROL_MESSAGE' });
    expect((await post(`${test.url}/v1/feeds/cloudwatch-logs`, probe, { authorization })).status).toBe(200);
    expect((await post(`${test.url}/v1/feeds/cloudwatch-logs`, probe, key)).status).toBe(401);
  });
});

describe('a wrong delivery', () => {
  let test: TestServer;
  beforeAll(async () => {
    test = await startServer({ limits: { bodyBytes: 10_000 } });
  });
  afterAll(() => test.server.close());

  it.each([
    ['is not JSON', 'hello', {}, '', 400, /not JSON/],
    ['has no records', '{"requestId":"delivery-1"}', {}, '', 400, /records/],
    [
      'has common attributes that are none',
      firehoseBody(),
      { 'x-amz-firehose-common-attributes': 'x' },
      '',
      400,
      /Common-Attributes/,
    ],
    ['has a mistyped parameter', firehoseBody(), {}, '?enviroment=x', 400, /enviroment.*environment, region/],
    ['is compressed in an unknown way', firehoseBody(), { 'content-encoding': 'lz4' }, '', 415, /gzip/],
    // After 413, Firehose would drop it without backing it up.
    ['is too large', 'x'.repeat(10_001), {}, '', 400, /larger.*SizeInMBs/],
  ])('of Firehose that %s is told so in its form', async (_name, body, headers, query, status, message) => {
    const sent = await post(`${test.url}/v1/feeds/firehose${query}`, body, { ...FIREHOSE, ...headers });
    expect(sent).toMatchObject({
      status,
      body: { requestId: 'delivery-1', errorMessage: expect.stringMatching(message) },
    });
  });

  it.each([
    ['firehose', {}, '', 400, /X-Amz-Firehose-Request-Id/],
    ['cloudwatch-logs', { event: 1 }, '', 400, /awslogs\.data/],
    ['cloudwatch-logs', { awslogs: { data: 'aGVsbG8=' } }, '', 400, /not JSON/],
    ['cloudwatch-logs', {}, '?function=orders', 400, /function.*environment, region/],
    ['telemetry-api', [{ type: 'function', record: 'x' }], '', 400, /X-Faaslens-Function/],
    ['telemetry-api', { events: 7 }, '?function=orders', 400, /list of/],
    ['nothing', {}, '', 404, /feeds go to .*firehose/],
  ])('of %s is told which field is wrong: %o%s', async (feed, body, query, status, message) => {
    const sent = await post(`${test.url}/v1/feeds/${feed}${query}`, JSON.stringify(body));
    expect(sent.status).toBe(status);
    expect(JSON.stringify(sent.body)).toMatch(message);
  });

  it('of any other feed that is too large is 413', async () => {
    const sent = await post(`${test.url}/v1/feeds/telemetry-api?function=orders`, 'x'.repeat(10_001));
    expect(sent).toMatchObject({ status: 413, body: { message: expect.stringMatching(/larger/) } });
  });

  it('is told which method to use, and when to come back while nothing can be stored', async () => {
    const asked = await fetch(`${test.url}/v1/feeds/firehose`);
    expect([asked.status, asked.headers.get('allow')]).toEqual([405, 'POST']);
    test.accept = async () => Promise.reject(new Error('a defect'));
    const sent = await post(`${test.url}/v1/feeds/firehose`, firehoseBody(), FIREHOSE);
    expect([sent.status, sent.headers.get('retry-after')]).toEqual([503, '1']);
    expect(sent.body).toMatchObject({ requestId: 'delivery-1', errorMessage: expect.any(String) });
  });
});
