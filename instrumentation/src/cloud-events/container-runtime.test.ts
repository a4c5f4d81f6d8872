import { createRequire } from 'node:module';
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { type FunctionFolder, functionFolder } from '../testing/built-package';
import { PATIENT } from '../testing/hold-answers';
import { type OtlpReceiver, startOtlpReceiver } from '../testing/otlp-receiver';
import { runtimeModule } from '../testing/runtimes';
import { type Served, serve, unusedPort } from '../testing/served';

const SENDER = `00-${'a'.repeat(32)}-${'b'.repeat(16)}-01`;
const OWN = `00-${'c'.repeat(32)}-${'d'.repeat(16)}-01`;

// Both kinds of handlers that a container has, each behind a path of its own.
const SERVER = `
import { createServer } from 'node:http';
import { wrap } from '@faaslens/instrumentation/web';
const web = wrap(async (request) => new Response(JSON.stringify(await request.json())));
const node = wrap((request, response) => {
  if (request.url === '/node/fail') throw new RangeError('no');
  request.resume().on('end', () => response.writeHead(202).end('taken'));
});
createServer(async (incoming, outgoing) => {
  try {
    if (incoming.url.startsWith('/node')) return await node(incoming, outgoing);
    const { method, headers, url } = incoming;
    const answer = await web(new Request('http://' + headers.host + url, { method, headers, body: incoming, duplex: 'half' }));
    outgoing.writeHead(answer.status).end(await answer.text());
  } catch { outgoing.writeHead(500).end(); }
}).listen(Number(process.env.PORT), '127.0.0.1');
`;

interface Message {
  readonly headers: Record<string, string>;
  readonly body: string;
}

interface CloudEvents {
  readonly CloudEvent: new (event: object) => object;
  readonly HTTP: { binary(event: object): Message; structured(event: object): Message };
}

describe('CloudEvents that the CloudEvents SDK sends to a container', () => {
  let functions: FunctionFolder;
  let receiver: OtlpReceiver;
  let served: Served;
  let sdk: CloudEvents;
  const send = (path: string, { headers, body }: Message) =>
    fetch(`${served.url}${path}`, { method: 'POST', headers, body });
  const eventOf = (event: object) =>
    new sdk.CloudEvent({ id: 'e1', source: '/shop', type: 'order.placed', traceparent: SENDER, ...event });

  beforeAll(async () => {
    const path = await runtimeModule('cloudevents/package.json');
    sdk = createRequire(path)('cloudevents') as CloudEvents;
    functions = await functionFolder();
    functions.write('server.mjs', SERVER);
  });
  afterAll(() => functions.discard());
  beforeEach(async () => {
    receiver = await startOtlpReceiver();
    served = await serve({
      command: process.execPath,
      args: ['server.mjs'],
      cwd: functions.path,
      env: { OTEL_EXPORTER_OTLP_ENDPOINT: receiver.url, ...PATIENT, K_SERVICE: 'shop' },
      port: await unusedPort(),
    });
  });
  afterEach(async () => {
    await served.stop();
    await receiver.close();
  });

  it.each(['binary', 'structured'] as const)(
    '%s mode: told with type, source and sender; the body is left to the handler',
    async (mode) => {
      const message = sdk.HTTP[mode](eventOf({ data: { cart: 7 } }));
      const response = await send('/', message);
      expect(await response.json()).toEqual(JSON.parse(message.body));
      expect(receiver.spans()).toMatchObject([
        {
          name: 'process order.placed',
          kind: 5,
          links: [{ traceId: 'a'.repeat(32), spanId: 'b'.repeat(16) }],
          attributes: {
            'faas.trigger': 'pubsub',
            'faas.invocation_id': 'e1',
            'cloudevents.event_source': '/shop',
            'http.request.method': 'POST',
            'http.response.status_code': 200,
          },
        },
      ]);
    },
  );

  it('a message of Pub/Sub is named by its topic, and its sender found in the message', async () => {
    const event = eventOf({
      type: 'google.cloud.pubsub.topic.v1.messagePublished',
      source: '//pubsub.googleapis.com/projects/p/topics/orders',
      data: { message: { messageId: 'm1', attributes: { googclient_traceparent: OWN } } },
    });
    await send('/', sdk.HTTP.binary(event));
    expect(receiver.spans()).toMatchObject([
      {
        name: 'process orders',
        links: [{ spanId: 'd'.repeat(16) }],
        attributes: { 'messaging.system': 'gcp_pubsub', 'messaging.message.id': 'm1' },
      },
    ]);
  });

  it('several in one request are one batch, and a tick of a clock is a timer', async () => {
    const batch = [eventOf({}), eventOf({ id: 'e2' })];
    await send('/', {
      headers: { 'content-type': 'application/cloudevents-batch+json' },
      body: JSON.stringify(batch),
    });
    await send('/', sdk.HTTP.structured(eventOf({ type: 'dev.knative.sources.ping', data: {} })));
    const [messages, tick] = receiver.spans();
    expect(messages?.attributes['messaging.batch.message_count']).toBe(2);
    expect(messages?.links).toHaveLength(2);
    expect(tick).toMatchObject({ name: 'shop', kind: 2, attributes: { 'faas.trigger': 'timer' } });
  });

  it('a sender that delivers the event itself is the parent, and no link besides', async () => {
    const message = sdk.HTTP.binary(eventOf({}));
    await send('/', { ...message, headers: { ...message.headers, traceparent: SENDER } });
    expect(receiver.spans()).toMatchObject([{ parentSpanId: 'b'.repeat(16), links: [] }]);
  });

  it('what is no event, or says it is and is not, is a plain request', async () => {
    await send('/', { headers: { 'content-type': 'application/cloudevents+json' }, body: 'no JSON' });
    await send('/', { headers: { 'content-type': 'application/json' }, body: '{}' });
    expect(receiver.spans().map(({ attributes }) => attributes['faas.trigger'])).toEqual(['http', 'http']);
  });

  it("handlers of Node's own kind are instrumented as well", async () => {
    const response = await send('/node/orders', sdk.HTTP.binary(eventOf({ data: { cart: 7 } })));
    expect([response.status, await response.text()]).toEqual([202, 'taken']);
    await send('/node/fail', { headers: {}, body: '' });
    const [taken, failed] = receiver.spans();
    expect(taken).toMatchObject({
      name: 'process order.placed',
      attributes: {
        'http.response.status_code': 202,
        'http.response.body.size': 5,
        'url.path': '/node/orders',
      },
    });
    expect(failed?.attributes['error.type']).toBe('RangeError');
  });
});
