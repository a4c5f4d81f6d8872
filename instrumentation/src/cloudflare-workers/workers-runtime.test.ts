import { pathToFileURL } from 'node:url';
import { build } from 'esbuild';
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { type FunctionFolder, functionFolder } from '../testing/built-package';
import { type OtlpReceiver, startOtlpReceiver } from '../testing/otlp-receiver';
import { runtimeModule } from '../testing/runtimes';

const TRACEPARENT = `00-${'a'.repeat(32)}-${'b'.repeat(16)}-01`;
const WORKER = `
import { setAttribute, span, wrap } from '@faaslens/instrumentation/cloudflare-workers';
const sleep = (ms) => new Promise((resolve) => setTimeout(resolve, ms));
export default wrap({
  async fetch(request, env, ctx) {
    const url = new URL(request.url);
    if (url.pathname === '/fail') throw new RangeError('no');
    if (url.pathname === '/proxy') return fetch(env.OTEL_EXPORTER_OTLP_ENDPOINT + '/shop', request);
    if (url.pathname === '/call') return fetch(env.OTEL_EXPORTER_OTLP_ENDPOINT + '/shop');
    console.log('at', url.pathname);
    setAttribute('cart.items', 3);
    await span('work', () => sleep(10));
    return new Response('hello', { status: 202, headers: { 'content-length': '5' } });
  },
  async scheduled(controller) { console.log('tick', controller.cron); },
  async queue(batch) {
    for (const message of batch.messages) message.body.again ? message.retry() : message.ack();
  },
});`;

// What else a Worker may be made of.
const FORMS = {
  'a frozen object': `
export default wrap(Object.freeze({
  fetch: async (_request, env) => new Response('hello ' + env.OTEL_SERVICE_NAME),
}));`,
  'an object with methods of its class': `
class Shop {
  #greeting = 'hello ';
  async fetch(request, env) { return new Response(this.#greeting + env.OTEL_SERVICE_NAME); }
}
export default wrap(new Shop());`,
  "an entrypoint's class": `
import { WorkerEntrypoint } from 'cloudflare:workers';
class Shop extends WorkerEntrypoint {
  #greeting = 'hello ';
  async fetch() { return new Response(this.greet()); }
  greet() { return this.#greeting + this.env.OTEL_SERVICE_NAME; }
}
export default wrap(Shop);`,
  "an entrypoint's class with handlers as fields": `
import { WorkerEntrypoint } from 'cloudflare:workers';
class Shop extends WorkerEntrypoint {
  greeting = 'hello ';
  fetch = async () => new Response(this.greeting + this.env.OTEL_SERVICE_NAME);
}
export default wrap(Shop);`,
  "a class below a wrapped one's": `
import { WorkerEntrypoint } from 'cloudflare:workers';
const Base = wrap(class extends WorkerEntrypoint {
  fetch = async () => new Response('hello ' + this.env.OTEL_SERVICE_NAME);
});
export default class Shop extends Base {
  fetch = ((ofBase) => async (request) => ofBase(request))(this.fetch);
}`,
};

/** The part of miniflare that is used here; the package is installed outside the workspaces. */
interface Miniflare {
  readonly ready: Promise<URL>;
  dispatchFetch(url: string, init?: RequestInit): Promise<Response>;
  getWorker(): Promise<{
    scheduled(options: { cron: string; scheduledTime: Date }): Promise<{ outcome: string }>;
    queue(
      name: string,
      messages: object[],
    ): Promise<{ outcome: string; ackAll: boolean; retryMessages: { msgId: string }[] }>;
  }>;
  dispose(): Promise<void>;
}

describe('on workerd', () => {
  let functions: FunctionFolder;
  let receiver: OtlpReceiver;
  let worker: Miniflare;
  let script: string;
  let Runner: new (options: object) => Miniflare;
  const bundle = async (source: string) => {
    const entryPoints = [functions.write('worker.mjs', source)];
    const external = ['node:*', 'cloudflare:*'];
    const { outputFiles } = await build({ entryPoints, external, bundle: true, format: 'esm', write: false });
    return outputFiles[0]?.text ?? '';
  };
  const start = async (code: string) => {
    worker = new Runner({
      modules: true,
      script: code,
      compatibilityDate: '2026-04-01',
      compatibilityFlags: ['nodejs_als'],
      bindings: {
        OTEL_EXPORTER_OTLP_ENDPOINT: receiver.url,
        OTEL_EXPORTER_OTLP_TIMEOUT: '5000',
        OTEL_SERVICE_NAME: 'shop-edge',
        CF_VERSION_METADATA: { id: 'v7' },
      },
      cf: false,
    });
    await worker.ready;
  };

  beforeAll(async () => {
    const module = await import(pathToFileURL(await runtimeModule('miniflare/dist/src/index.js')).href);
    Runner = (module as { Miniflare: typeof Runner }).Miniflare;
    functions = await functionFolder();
    script = await bundle(WORKER);
  });
  afterAll(() => functions.discard());
  beforeEach(async () => {
    receiver = await startOtlpReceiver();
    await start(script);
  });
  afterEach(async () => {
    await worker.dispose();
    await receiver.close();
  });

  it('a request is an invocation with its child, its log line and the caller as parent', async () => {
    const headers = { traceparent: TRACEPARENT, 'cf-ray': 'ray-1' };
    const response = await worker.dispatchFetch('http://shop.example/cart?token=secret', { headers });
    expect([response.status, await response.text()]).toEqual([202, 'hello']);
    await expect.poll(() => receiver.spans()).toHaveLength(2);
    const [root, work] = [...receiver.spans()].sort((a, b) => b.kind - a.kind);
    expect(root).toMatchObject({
      name: 'shop-edge',
      kind: 2,
      traceId: 'a'.repeat(32),
      parentSpanId: 'b'.repeat(16),
      resource: { 'cloud.platform': 'cloudflare.workers', 'faas.name': 'shop-edge', 'faas.version': 'v7' },
      attributes: {
        'faas.trigger': 'http',
        'faas.coldstart': true,
        'faas.invocation_id': 'ray-1',
        'http.request.method': 'GET',
        'http.response.status_code': 202,
        'http.response.body.size': 5,
        'url.path': '/cart',
        'cart.items': 3,
      },
    });
    expect(work).toMatchObject({ name: 'work', parentSpanId: root?.spanId });
    await expect.poll(() => receiver.logs()).toHaveLength(1);
    expect(receiver.logs()[0]).toMatchObject({ body: 'at /cart', spanId: root?.spanId });
    expect(JSON.stringify(receiver.requests)).not.toContain('secret');
  });

  it('an error goes on to the runtime and into the trace', async () => {
    const response = await worker.dispatchFetch('http://shop.example/fail');
    expect(response.status).toBe(500);
    await expect.poll(() => receiver.spans()).toHaveLength(1);
    expect(receiver.spans()[0]).toMatchObject({
      status: { code: 2, message: 'no' },
      attributes: { 'error.type': 'RangeError' },
    });
  });

  it('a call that leaves the Worker is a child and carries the trace', async () => {
    await (await worker.dispatchFetch('http://shop.example/call')).text();
    await expect.poll(() => receiver.spans()).toHaveLength(2);
    const call = receiver.spans().find(({ kind }) => kind === 3);
    const root = receiver.spans().find(({ kind }) => kind === 2);
    expect(call).toMatchObject({
      parentSpanId: root?.spanId,
      attributes: { 'http.response.status_code': 200 },
    });
    const shop = receiver.requests.find(({ path }) => path === '/shop');
    expect(shop?.headers.traceparent).toBe(`00-${root?.traceId}-${call?.spanId}-01`);
  });

  it('a request that the Worker hands on keeps its body', async () => {
    const sent = { method: 'POST', headers: { 'content-type': 'text/plain' }, body: 'an order' };
    await (await worker.dispatchFetch('http://shop.example/proxy', sent)).text();
    const shop = receiver.requests.find(({ path }) => path === '/shop');
    expect(shop?.body).toBe('an order');
    expect(shop?.headers.traceparent).toMatch(/-01$/);
  });

  it('a cron trigger is a timer', async () => {
    const { scheduled } = await worker.getWorker().then((fetcher) => ({
      scheduled: fetcher.scheduled.bind(fetcher),
    }));
    expect((await scheduled({ cron: '*/5 * * * *', scheduledTime: new Date(0) })).outcome).toBe('ok');
    await expect.poll(() => receiver.spans()).toHaveLength(1);
    expect(receiver.spans()[0]?.attributes).toMatchObject({
      'faas.trigger': 'timer',
      'faas.cron': '*/5 * * * *',
      'faaslens.event_source': 'cloudflare:scheduled',
      'faas.time': '1970-01-01T00:00:00.000Z',
    });
  });

  it('a batch of a queue is linked to those who sent it', async () => {
    const fetcher = await worker.getWorker();
    const result = await fetcher.queue('orders', [
      { id: 'm1', timestamp: new Date(), attempts: 2, body: { traceparent: TRACEPARENT } },
    ]);
    expect(result.outcome).toBe('ok');
    await expect.poll(() => receiver.spans()).toHaveLength(1);
    expect(receiver.spans()[0]).toMatchObject({
      name: 'process orders',
      kind: 5,
      links: [{ traceId: 'a'.repeat(32) }],
      attributes: { 'messaging.message.id': 'm1', 'faaslens.delivery_attempt': 2 },
    });
  });

  it('the messages of a batch that go back into the queue are counted as failed', async () => {
    const fetcher = await worker.getWorker();
    const messages = [true, false, true].map((again, index) => ({
      id: `m${index}`,
      timestamp: new Date(),
      attempts: 1,
      body: { again },
    }));
    const result = await fetcher.queue('orders', messages);
    expect(result.retryMessages.map(({ msgId }) => msgId)).toEqual(['m0', 'm2']);
    await expect.poll(() => receiver.spans()).toHaveLength(1);
    expect(receiver.spans()[0]?.attributes['faaslens.batch.failed_count']).toBe(2);
  });

  it.each(Object.entries(FORMS))('%s is a Worker like any other', async (_what, source) => {
    await worker.dispose();
    await start(
      await bundle(`import { wrap } from '@faaslens/instrumentation/cloudflare-workers';${source}`),
    );
    const response = await worker.dispatchFetch('http://shop.example/cart');
    expect(await response.text()).toBe('hello shop-edge');
    await expect.poll(() => receiver.spans()).toHaveLength(1);
    expect(receiver.spans()[0]).toMatchObject({ name: 'shop-edge', attributes: { 'url.path': '/cart' } });
  });

  it('a collector that hangs holds up nobody', async () => {
    receiver.answerWith(() => {});
    const began = performance.now();
    expect((await worker.dispatchFetch('http://shop.example/')).status).toBe(202);
    expect(performance.now() - began).toBeLessThan(9000);
  });
});
