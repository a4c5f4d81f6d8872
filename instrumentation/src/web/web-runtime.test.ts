import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { type FunctionFolder, functionFolder } from '../testing/built-package';
import { type OtlpReceiver, startOtlpReceiver } from '../testing/otlp-receiver';

const TRACEPARENT = `00-${'a'.repeat(32)}-${'b'.repeat(16)}-01`;

// A container as people build it: node:http in front of a handler of web types.
const SERVER = `
import { createServer } from 'node:http';
import { setAttribute, wrap } from '@faaslens/instrumentation/web';
const handler = wrap(async (request, context) => {
  const url = new URL(request.url);
  if (url.pathname === '/fail') throw new RangeError('no');
  if (url.pathname === '/down') return new Response('', { status: 503 });
  setAttribute('customer', url.searchParams.get('customer'));
  return new Response('hello', { status: 201, headers: { 'content-length': '5' } });
}, { route: process.env.ROUTE });
const context = process.env.WAIT_UNTIL ? { waitUntil: (work) => { work.then(() => console.error('sent')); } } : {};
if (process.env.IDLE) {
  const now = performance.now.bind(performance);
  performance.now = () => now() + 10_000;
}
createServer(async (request, response) => {
  try {
    const answer = await handler(new Request('http://' + request.headers.host + request.url, { headers: request.headers }), context);
    response.writeHead(answer.status, Object.fromEntries(answer.headers)).end(await answer.text());
  } catch { response.writeHead(500).end(); }
}).listen(0, '127.0.0.1', function () { console.log('port', this.address().port); });
`;

describe('a container with a handler of web types', () => {
  let functions: FunctionFolder;
  let receiver: OtlpReceiver;
  let stop = async () => {};
  const start = async (env: Record<string, string> = {}) => {
    const child = spawn(process.execPath, ['server.mjs'], {
      cwd: functions.path,
      env: {
        PATH: process.env.PATH ?? '',
        OTEL_EXPORTER_OTLP_ENDPOINT: receiver.url,
        K_SERVICE: 'shop',
        K_REVISION: 'shop-7',
        CLOUD_RUN_TIMEOUT_SECONDS: '300',
        ...env,
      },
      stdio: ['ignore', 'pipe', 'ignore'],
    });
    stop = async () => {
      child.kill();
      await once(child, 'exit');
    };
    const [line] = await once(child.stdout, 'data');
    return `http://127.0.0.1:${String(line).match(/port (\d+)/)?.[1]}`;
  };

  beforeAll(async () => {
    functions = await functionFolder();
    functions.write('server.mjs', SERVER);
  });
  afterAll(() => functions.discard());
  beforeEach(async () => {
    receiver = await startOtlpReceiver();
  });
  afterEach(async () => {
    await stop();
    await receiver.close();
  });

  it('tells each request before it is answered, in the trace of the caller', async () => {
    const url = await start({ ROUTE: '/carts/{id}' });
    const response = await fetch(`${url}/carts/7?customer=c1`, { headers: { traceparent: TRACEPARENT } });
    expect([response.status, await response.text()]).toEqual([201, 'hello']);
    expect(receiver.spans()).toMatchObject([
      {
        name: 'GET /carts/{id}',
        traceId: 'a'.repeat(32),
        parentSpanId: 'b'.repeat(16),
        resource: { 'cloud.platform': 'gcp_cloud_run', 'faas.name': 'shop', 'faas.version': 'shop-7' },
        attributes: {
          'faas.trigger': 'http',
          'http.route': '/carts/{id}',
          'http.response.status_code': 201,
          'http.response.body.size': 5,
          'url.path': '/carts/7',
          'url.scheme': 'http',
          customer: 'c1',
        },
      },
    ]);
  });

  it.each<[boolean, Record<string, string>]>([
    [true, {}],
    [false, { IDLE: 'yes' }],
  ])('has a cold start unless it waited long for its first request: %s', async (isCold, env) => {
    await fetch(await start(env));
    const [first] = receiver.spans();
    expect(first?.attributes['faas.coldstart']).toBe(isCold);
    expect('faaslens.init_duration_ms' in (first?.attributes ?? {})).toBe(isCold);
  });

  it('tells errors that are thrown and those that are answered', async () => {
    const url = await start();
    await fetch(`${url}/fail`);
    await fetch(`${url}/down`);
    expect(receiver.spans().map(({ attributes }) => attributes['error.type'])).toEqual(['RangeError', '503']);
  });

  it.each([
    ['the host can be asked to stay awake', { WAIT_UNTIL: 'yes' }],
    ['it is told to', { FAASLENS_SEND_AFTER_ANSWER: 'true' }],
  ])('sends after the answer where %s', async (_where, env: Record<string, string>) => {
    receiver.answerWith((response) => void setTimeout(() => response.end('{}'), 5000));
    const url = await start({ ...env, OTEL_EXPORTER_OTLP_TIMEOUT: '10000' });
    const began = performance.now();
    await fetch(`${url}/`);
    expect(performance.now() - began).toBeLessThan(4900);
    await expect.poll(() => receiver.spans()).toHaveLength(1);
  });

  it('is held up by a collector that hangs once, for 300 ms', async () => {
    receiver.answerWith(() => {});
    const url = await start();
    const took = async () => {
      const began = performance.now();
      await fetch(`${url}/`);
      return performance.now() - began;
    };
    expect(await took()).toBeGreaterThan(290);
    // On a busy machine one of them may take as long for another reason.
    expect(Math.min(await took(), await took(), await took())).toBeLessThan(280);
  });
});
