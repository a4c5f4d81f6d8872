import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { type FunctionFolder, functionFolder } from '../testing/built-package';
import { type OtlpReceiver, startOtlpReceiver } from '../testing/otlp-receiver';
import { runtimeModule } from '../testing/runtimes';
import { unusedPort } from '../testing/served';

const TRACEPARENT = `00-${'a'.repeat(32)}-${'b'.repeat(16)}-01`;
const FUNCTIONS = `
import { span, wrap } from '@faaslens/instrumentation/google-cloud-functions';
const sleep = (ms) => new Promise((resolve) => setTimeout(resolve, ms));
export const hello = wrap((req, res) => {
  if (req.query.fail) throw new RangeError('no');
  console.log('asked for', req.path);
  setTimeout(() => res.status(201).send('hi'), 20);
});
export const stuck = wrap((req, res) => {
  if (req.method === 'OPTIONS') return void res.end();
  return span('charge', () => new Promise(() => {}));
});
export const order = wrap(async (event) => {
  if (event.data.fail) throw new RangeError('no');
  await span('work', () => sleep(5));
});
export const called = wrap((event, callback) => {
  if (event.data.throws) throw new RangeError('no');
  setTimeout(() => (event.data.fail ? callback(new RangeError('no')) : callback(null, 'yes')), 20);
});
export const first = wrap((data, context) => { if (data.fail) throw new RangeError('no'); });
`;

describe('on the Functions Framework of Google', () => {
  let functions: FunctionFolder;
  let receiver: OtlpReceiver;
  let child: ChildProcess | undefined;
  let url: string;
  const start = async (target: string, signature: string, env: Record<string, string> = {}) => {
    const port = await unusedPort();
    url = `http://127.0.0.1:${port}`;
    const main = await runtimeModule('@google-cloud/functions-framework/build/src/main.js');
    child = spawn(process.execPath, [main, `--source=${functions.path}`], {
      cwd: functions.path,
      env: {
        PATH: process.env.PATH ?? '',
        PORT: String(port),
        FUNCTION_TARGET: target,
        FUNCTION_SIGNATURE_TYPE: signature,
        K_SERVICE: 'shop',
        K_REVISION: 'shop-00007',
        OTEL_EXPORTER_OTLP_ENDPOINT: receiver.url,
        ...env,
      },
      stdio: ['ignore', 'pipe', 'pipe'],
    });
    const answers = () =>
      fetch(url, { method: 'OPTIONS' }).then(
        () => true,
        () => false,
      );
    await expect.poll(answers).toBe(true);
    receiver.requests.length = 0;
  };
  const send = (event: object, headers: Record<string, string> = {}) =>
    fetch(url, {
      method: 'POST',
      headers: { 'content-type': 'application/cloudevents+json', ...headers },
      body: JSON.stringify({ specversion: '1.0', id: 'e1', ...event }),
    });

  beforeAll(async () => {
    await runtimeModule('@google-cloud/functions-framework');
    functions = await functionFolder();
    functions.write('package.json', '{"type":"module","main":"index.mjs"}');
    functions.write('index.mjs', FUNCTIONS);
  });
  afterAll(() => functions.discard());
  beforeEach(async () => {
    receiver = await startOtlpReceiver();
  });
  afterEach(async () => {
    if (child?.exitCode === null) {
      child.kill('SIGKILL');
      await once(child, 'exit');
    }
    await receiver.close();
  });

  it('an HTTP function is measured until its response ends, and told before it is out', async () => {
    await start('hello', 'http');
    const headers = { traceparent: TRACEPARENT, 'function-execution-id': 'x1' };
    const response = await fetch(`${url}/carts?key=secret`, { headers });
    expect([response.status, await response.text()]).toEqual([201, 'hi']);
    const [span] = receiver.spans().filter(({ attributes }) => attributes['http.request.method'] === 'GET');
    expect(span).toMatchObject({
      name: 'shop',
      traceId: 'a'.repeat(32),
      parentSpanId: 'b'.repeat(16),
      resource: {
        'cloud.platform': 'gcp_cloud_functions',
        'faas.name': 'shop',
        'faas.version': 'shop-00007',
      },
      attributes: {
        'faas.trigger': 'http',
        'faas.invocation_id': 'x1',
        'http.response.status_code': 201,
        'http.response.body.size': 2,
        'url.path': '/carts',
      },
    });
    expect(
      Number(BigInt(span?.endTimeUnixNano ?? 0) - BigInt(span?.startTimeUnixNano ?? 0)) / 1e6,
    ).toBeGreaterThan(19);
    expect(receiver.logs().at(-1)?.body).toBe('asked for /carts');
  });

  it('a request that only the front end does not sample is told', async () => {
    await start('hello', 'http');
    const traceparent = `${TRACEPARENT.slice(0, -2)}00`;
    await fetch(`${url}/caller`, { headers: { traceparent } });
    await fetch(`${url}/google`, {
      headers: { traceparent, 'x-cloud-trace-context': `${'a'.repeat(32)}/12;o=0` },
    });
    const traced = receiver.spans().filter(({ traceId }) => traceId === 'a'.repeat(32));
    expect(traced.map(({ attributes }) => attributes['url.path'])).toEqual(['/google']);
  });

  it('a request that is cut off at its time limit is a timeout, and told before with what it waits for', async () => {
    await start('stuck', 'http', { CLOUD_RUN_TIMEOUT_SECONDS: '3' });
    // As the front end does it, which began to count a moment before.
    const cut = fetch(url, { signal: AbortSignal.timeout(2_950) });
    await expect(cut).rejects.toThrow('timeout');
    const told = () =>
      receiver.spans().filter(({ attributes }) => attributes['http.request.method'] === 'GET');
    await expect.poll(told).toHaveLength(2);
    expect(new Set(told().map(({ spanId }) => spanId)).size).toBe(1);
    expect(told()[0]).toMatchObject({
      status: { code: 2 },
      attributes: {
        'error.type': 'timeout',
        'faaslens.waiting_for': ['charge'],
        'faaslens.time_limit_ms': 3000,
      },
    });
    expect(told()[1]).toMatchObject({ status: { code: 2 }, attributes: { 'error.type': 'timeout' } });
  });

  it('an error of an HTTP function is answered by the framework as without us', async () => {
    await start('hello', 'http');
    const response = await fetch(`${url}/?fail=1`);
    expect(response.status).toBe(500);
    await expect.poll(() => receiver.spans().at(-1)?.attributes['error.type']).toBe('RangeError');
  });

  it('a CloudEvent is linked to the message it came with', async () => {
    await start('order', 'cloudevent');
    const message = { messageId: 'm1', attributes: { googclient_traceparent: TRACEPARENT } };
    const response = await send({
      type: 'google.cloud.pubsub.topic.v1.messagePublished',
      source: '//pubsub.googleapis.com/projects/p/topics/orders',
      data: { message },
    });
    expect(response.status).toBe(204);
    const [root] = receiver.spans().filter(({ name }) => name === 'process orders');
    expect(root).toMatchObject({
      kind: 5,
      links: [{ traceId: 'a'.repeat(32) }],
      attributes: {
        'faas.trigger': 'pubsub',
        'messaging.system': 'gcp_pubsub',
        'messaging.message.id': 'm1',
        'faaslens.event_source': 'google:pubsub',
        'faas.invocation_id': 'e1',
      },
    });
    expect(receiver.spans().find(({ name }) => name === 'work')?.parentSpanId).toBe(root?.spanId);
  });

  it('a change in a bucket is a data source, and its failure is answered with 500', async () => {
    await start('order', 'cloudevent');
    const response = await send({
      type: 'google.cloud.storage.object.v1.finalized',
      source: '//storage.googleapis.com/projects/_/buckets/photos',
      subject: 'objects/cat.jpg',
      data: { bucket: 'photos', name: 'cat.jpg', fail: true },
    });
    expect(response.status).toBe(500);
    expect(receiver.spans().at(-1)?.attributes).toMatchObject({
      'faas.trigger': 'datasource',
      'faas.document.collection': 'photos',
      'faas.document.operation': 'insert',
      'error.type': 'RangeError',
    });
  });

  it('a function that answers by a callback is measured until then, and its errors are told', async () => {
    await start('called', 'cloudevent');
    const event = (data: object) => ({ type: 'order.placed', source: '/shop', data });
    const answers = [];
    for (const data of [{}, { fail: true }, { throws: true }]) answers.push((await send(event(data))).status);
    expect(answers).toEqual([200, 500, 500]);
    const spans = receiver.spans().filter(({ name }) => name === 'process order.placed');
    expect(spans.map(({ attributes }) => attributes['error.type'])).toEqual([
      undefined,
      'RangeError',
      'RangeError',
    ]);
    const [answered] = spans.map(
      (span) => Number(BigInt(span.endTimeUnixNano) - BigInt(span.startTimeUnixNano)) / 1e6,
    );
    expect(answered).toBeGreaterThan(19);
  });

  it('a function of the first generation is told by its context', async () => {
    await start('first', 'event');
    const response = await fetch(url, {
      method: 'POST',
      headers: { 'content-type': 'application/json' },
      body: JSON.stringify({
        context: {
          eventId: 'e7',
          eventType: 'google.pubsub.topic.publish',
          timestamp: '2026-11-21T00:00:00Z',
          resource: { service: 'pubsub.googleapis.com', name: 'projects/p/topics/orders' },
        },
        data: { attributes: { traceparent: TRACEPARENT } },
      }),
    });
    expect(response.status).toBe(204);
    expect(receiver.spans().at(-1)).toMatchObject({
      name: 'process orders',
      links: [{ traceId: 'a'.repeat(32) }],
      attributes: { 'faas.invocation_id': 'e7' },
    });
  });
});
