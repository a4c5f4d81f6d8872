import { afterAll, afterEach, beforeAll, describe, expect, it, vi } from 'vitest';
import { existingRuntime, seatRuntime } from '../current-runtime';
import { AzureHost } from '../testing/azure-host';
import { holdAnswers, PATIENT } from '../testing/hold-answers';
import { type OtlpReceiver, startOtlpReceiver } from '../testing/otlp-receiver';
import { type AzureApp, instrument, wrap } from './wrap';

const TRACEPARENT = `00-${'a'.repeat(32)}-${'b'.repeat(16)}-01`;
const SENDER = `00-${'c'.repeat(32)}-${'d'.repeat(16)}-01`;

type Register = (name: string, options: object) => void;

interface App extends AzureApp {
  readonly http: Register;
  readonly timer: Register;
  readonly storageQueue: Register;
  readonly serviceBusQueue: Register;
  readonly eventHub: Register;
  readonly storageBlob: Register;
  readonly cosmosDB: Register;
}

describe('on the programming model of Azure Functions v4', () => {
  const host = new AzureHost();
  let receiver: OtlpReceiver;
  let seen = 0;
  const invoke = async (name: string, call: Parameters<AzureHost['invoke']>[1]) => {
    const result = await host.invoke(name, call).catch((error: unknown) => error);
    await host.terminate();
    const [span] = receiver.spans().slice(seen);
    seen = receiver.spans().length;
    return { result, span };
  };

  beforeAll(async () => {
    receiver = await startOtlpReceiver();
    vi.stubEnv('OTEL_EXPORTER_OTLP_ENDPOINT', receiver.url);
    vi.stubEnv('OTEL_EXPORTER_OTLP_TIMEOUT', PATIENT.OTEL_EXPORTER_OTLP_TIMEOUT);
    vi.stubEnv('WEBSITE_SITE_NAME', 'shop');
    vi.stubEnv('WEBSITE_OWNER_NAME', 'sub-1+shop-westeurope');
    vi.stubEnv('WEBSITE_RESOURCE_GROUP', 'shop-rg');
    vi.stubEnv('REGION_NAME', 'West Europe');
    vi.spyOn(console, 'log').mockImplementation(() => {});
    const { app } = await host.load<{ app: App }>();
    instrument(app);
    const handler = async () => undefined;
    app.http('hello', {
      methods: ['GET'],
      route: 'hello/{name}',
      // Wrapped twice: by hand and by the hook.
      handler: wrap(async (request: Request, context: { log(text: string): void }) => {
        context.log('asked');
        if (request.url.endsWith('?fail')) throw new RangeError('no');
        return { status: 201, body: 'hi' };
      }),
    });
    app.timer('nightly', { schedule: '0 0 3 * * *', handler });
    app.storageQueue('mails', { queueName: 'mails', connection: 'c', handler });
    app.serviceBusQueue('orders', { queueName: 'orders', connection: 'c', handler });
    app.eventHub('clicks', { eventHubName: 'clicks', connection: 'c', cardinality: 'many', handler });
    app.storageBlob('photos', { path: 'photos/{name}', connection: 'c', handler });
    app.cosmosDB('carts', { databaseName: 'shop', containerName: 'carts', connection: 'c', handler });
  });
  afterEach(() => receiver.answerWith(undefined));
  afterAll(async () => {
    existingRuntime()?.dispose();
    seatRuntime(undefined);
    vi.unstubAllEnvs();
    vi.restoreAllMocks();
    await receiver.close();
  });

  const http = (url: string) => ({
    data: { http: { method: 'GET', url, headers: { 'user-agent': 'curl' }, params: {}, query: {} } },
    traceparent: TRACEPARENT,
  });

  it('a request is one invocation below the span of the host, though wrapped twice', async () => {
    const { span } = await invoke('hello', http('https://shop.azurewebsites.net/api/hello/x'));
    expect(receiver.spans()).toHaveLength(1);
    expect(span).toMatchObject({
      name: 'hello',
      traceId: 'a'.repeat(32),
      parentSpanId: 'b'.repeat(16),
      resource: {
        'service.name': 'shop',
        'cloud.platform': 'azure.functions',
        'cloud.region': 'West Europe',
        'cloud.account.id': 'sub-1',
      },
      attributes: {
        'faas.trigger': 'http',
        'faas.name': 'shop/hello',
        'faas.invocation_id': 'azure-1',
        'faas.coldstart': true,
        'http.route': '/api/hello/{name}',
        'http.response.status_code': 201,
        'http.response.body.size': 2,
        'cloud.resource_id':
          '/subscriptions/sub-1/resourceGroups/shop-rg/providers/Microsoft.Web/sites/shop/functions/hello',
      },
    });
  });

  it('lines of its context are log records of the invocation, and still reach the host', async () => {
    const lines = host.logged.length;
    const { span } = await invoke('hello', http('https://shop.azurewebsites.net/api/hello/x'));
    expect(receiver.logs().at(-1)).toMatchObject({
      body: 'asked',
      severityText: 'INFO',
      spanId: span?.spanId,
    });
    expect(receiver.logs().filter(({ spanId }) => spanId === span?.spanId)).toHaveLength(1);
    expect(host.logged.slice(lines)).toEqual(['asked']);
  });

  it('a request that only the platform does not sample is told', async () => {
    const call = {
      ...http('https://shop.azurewebsites.net/api/hello/x'),
      traceparent: `${TRACEPARENT.slice(0, -2)}00`,
    };
    expect((await invoke('hello', call)).span).toMatchObject({ name: 'hello', parentSpanId: 'b'.repeat(16) });
  });

  it('an error goes on to the host and into the trace', async () => {
    const { result, span } = await invoke('hello', http('https://shop.azurewebsites.net/api/hello/x?fail'));
    expect(result).toBeInstanceOf(RangeError);
    expect(span).toMatchObject({
      status: { code: 2, message: 'no' },
      attributes: { 'error.type': 'RangeError' },
    });
  });

  it('nobody waits for a collector that hangs', async () => {
    const answer = holdAnswers(receiver);
    const began = performance.now();
    await host.invoke('hello', http('https://shop.azurewebsites.net/api/hello/x'));
    expect(performance.now() - began).toBeLessThan(20_000);
    answer();
    await host.terminate();
    seen = receiver.spans().length;
  });

  it('a timer tells its schedule', async () => {
    const data = {
      json: JSON.stringify({
        Schedule: {},
        ScheduleStatus: { Last: '2026-11-21T03:00:00Z' },
        IsPastDue: false,
      }),
    };
    const { span } = await invoke('nightly', { data });
    expect(span?.attributes).toMatchObject({
      'faas.trigger': 'timer',
      'faas.cron': '0 0 3 * * *',
      'faaslens.event_source': 'azure:timer',
    });
  });

  it('a queue message tells which delivery it is', async () => {
    const { span } = await invoke('mails', {
      data: { json: '{"to":"x"}' },
      triggerMetadata: { DequeueCount: 3, Id: 'm1' },
      retryCount: 2,
    });
    expect(span).toMatchObject({
      name: 'process mails',
      kind: 5,
      attributes: {
        'faas.trigger': 'pubsub',
        'messaging.destination.name': 'mails',
        'messaging.message.id': 'm1',
        'faaslens.delivery_attempt': 3,
        'faaslens.retry_count': 2,
      },
    });
  });

  it('a Service Bus message is linked to its sender', async () => {
    const { span } = await invoke('orders', {
      data: { json: '{}' },
      triggerMetadata: {
        DeliveryCount: 2,
        MessageId: 'm2',
        ApplicationProperties: { 'Diagnostic-Id': SENDER },
      },
    });
    expect(span).toMatchObject({
      links: [{ traceId: 'c'.repeat(32) }],
      attributes: { 'messaging.servicebus.message.delivery_count': 2, 'messaging.message.id': 'm2' },
    });
  });

  it('a batch of Event Hubs is linked to the sender of each event', async () => {
    const { span } = await invoke('clicks', {
      data: { json: '[{},{}]' },
      triggerMetadata: { PropertiesArray: [{ traceparent: SENDER }, { 'Diagnostic-Id': TRACEPARENT }] },
    });
    expect(span?.links.map(({ traceId }) => traceId)).toEqual(['c'.repeat(32), 'a'.repeat(32)]);
    expect(span?.attributes['messaging.batch.message_count']).toBe(2);
  });

  it('blobs and documents are data sources', async () => {
    const blob = await invoke('photos', {
      data: { bytes: Buffer.from('x') },
      triggerMetadata: { Name: 'cat.jpg' },
    });
    expect(blob.span?.attributes).toMatchObject({
      'faas.trigger': 'datasource',
      'faas.document.collection': 'photos',
      'faas.document.name': 'cat.jpg',
    });
    const carts = await invoke('carts', { data: { json: '[{},{},{}]' } });
    expect(carts.span?.attributes).toMatchObject({
      'faas.document.collection': 'carts',
      'faaslens.batch.count': 3,
    });
  });
});
