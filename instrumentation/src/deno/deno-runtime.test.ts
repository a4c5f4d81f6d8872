import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { type FunctionFolder, functionFolder } from '../testing/built-package';
import { denoBinary } from '../testing/deno';
import { holdAnswers, PATIENT } from '../testing/hold-answers';
import { type OtlpReceiver, startOtlpReceiver } from '../testing/otlp-receiver';
import { type Served, serve, unusedPort } from '../testing/served';

const TRACEPARENT = `00-${'a'.repeat(32)}-${'b'.repeat(16)}-01`;
const FUNCTION = `
import { recordError, setAttribute, span, wrap } from '@faaslens/instrumentation/deno';
// As Supabase has it, where it is asked for.
const kept = [];
if (Deno.env.get('SB_REGION')) {
  globalThis.EdgeRuntime = { waitUntil: (work) => { kept.push(work); console.error('kept awake'); } };
}
const handler = wrap(async (request) => {
  const url = new URL(request.url);
  if (url.pathname.endsWith('/fail')) throw new RangeError('no');
  console.log('asked for', url.pathname);
  await span('work', () => new Promise((resolve) => setTimeout(resolve, 5)));
  setAttribute('asked', url.pathname);
  recordError(new SyntaxError('dealt with'));
  const next = url.searchParams.get('next');
  if (next) await (await fetch(next)).text();
  return Response.json({ hello: kept.length });
}, { attributes: { team: 'shop' } });
Deno.serve({ port: Number(Deno.env.get('PORT')), hostname: '127.0.0.1', onError: () => new Response('', { status: 500 }) }, handler);
`;

const BARE = `
import { wrap } from '@faaslens/instrumentation/deno';
Deno.serve({ port: Number(Deno.args[0]), hostname: '127.0.0.1' }, wrap(() => new Response('hello')));
`;

describe('on Deno', () => {
  let functions: FunctionFolder;
  let receiver: OtlpReceiver;
  let next: OtlpReceiver;
  let deno: string;
  let served: Served | undefined;
  const start = async (env: Record<string, string> = {}, permissions = ['--allow-net', '--allow-env']) => {
    served = await serve({
      command: deno,
      args: ['run', '--no-prompt', ...permissions, 'index.mjs'],
      cwd: functions.path,
      env: {
        OTEL_EXPORTER_OTLP_ENDPOINT: receiver.url,
        ...PATIENT,
        OTEL_SERVICE_NAME: 'greeter',
        HOME: functions.path,
        ...env,
      },
      port: await unusedPort(),
    });
    return served;
  };
  const ask = (path: string) => fetch(`${served?.url}${path}`, { headers: { traceparent: TRACEPARENT } });
  const invocations = () => receiver.spans().filter(({ attributes }) => 'faas.trigger' in attributes);

  beforeAll(async () => {
    deno = await denoBinary();
    functions = await functionFolder();
    functions.write('package.json', '{"type":"module"}');
    functions.write('index.mjs', FUNCTION);
  });
  afterAll(() => functions.discard());
  beforeEach(async () => {
    receiver = await startOtlpReceiver();
    next = await startOtlpReceiver();
  });
  afterEach(async () => {
    await served?.stop();
    await receiver.close();
    await next.close();
  });

  it('a request is told with its spans, lines and calls, in the trace of the caller', async () => {
    await start();
    expect(await (await ask(`/carts?next=${next.url}`)).json()).toEqual({ hello: 0 });
    await expect.poll(invocations).toHaveLength(1);
    const [root] = invocations();
    expect(root).toMatchObject({
      name: 'greeter',
      traceId: 'a'.repeat(32),
      parentSpanId: 'b'.repeat(16),
      attributes: { 'faas.trigger': 'http', 'http.response.status_code': 200, 'url.path': '/carts' },
    });
    const children = receiver.spans().filter(({ parentSpanId }) => parentSpanId === root?.spanId);
    expect(children.map(({ name }) => name).sort()).toEqual(['GET 127.0.0.1', 'work']);
    expect(next.requests[0]?.headers.traceparent).toContain('a'.repeat(32));
    await expect
      .poll(() => receiver.logs())
      .toMatchObject([{ body: 'asked for /carts', spanId: root?.spanId }]);
  });

  it('an error goes on to Deno, and nobody waits for a slow collector', async () => {
    const release = holdAnswers(receiver);
    await start();
    expect((await ask('/fail')).status).toBe(500);
    release();
    await expect.poll(invocations).toMatchObject([{ attributes: { 'error.type': 'RangeError' } }]);
  });

  it("in Supabase's form the function is named by its address, and the runtime is asked to stay awake", async () => {
    await start({ SB_REGION: 'eu-west-1', SUPABASE_URL: 'https://abcd.supabase.co', OTEL_SERVICE_NAME: '' });
    await ask('/hello-world/carts');
    await expect.poll(() => served?.output()).toContain('kept awake');
    await expect.poll(invocations).toMatchObject([
      {
        name: 'hello-world',
        resource: {
          'cloud.provider': 'supabase',
          'cloud.region': 'eu-west-1',
          'service.name': 'abcd',
        },
        attributes: { 'faas.name': 'hello-world' },
      },
    ]);
  });

  it("where Deno's own OpenTelemetry is on, its span is the invocation and there is no second one", async () => {
    await start({
      OTEL_DENO: 'true',
      OTEL_EXPORTER_OTLP_PROTOCOL: 'http/json',
      OTEL_BSP_SCHEDULE_DELAY: '100',
    });
    await ask(`/carts?next=${next.url}`);
    await ask('/fail');
    await expect.poll(invocations).toHaveLength(2);
    const [root, failed] = invocations();
    expect(root).toMatchObject({
      name: 'greeter',
      parentSpanId: 'b'.repeat(16),
      resource: { 'telemetry.sdk.name': 'deno-opentelemetry' },
      attributes: { 'faas.coldstart': true, 'faas.name': 'greeter', team: 'shop', asked: '/carts' },
      events: [{ attributes: { 'exception.type': 'SyntaxError' } }],
    });
    const work = receiver.spans().find(({ name }) => name === 'work');
    expect(work).toMatchObject({ parentSpanId: root?.spanId, scope: { name: '@faaslens/instrumentation' } });
    expect(failed?.attributes['faas.coldstart']).toBe(false);
    expect(failed?.events[0]?.attributes['exception.type']).toBe('RangeError');
    expect(receiver.spans().filter(({ kind }) => kind === 2)).toHaveLength(2);
    // One header, as one tracer made it.
    expect(next.requests[0]?.headers.traceparent).toMatch(/^00-a{32}-[0-9a-f]{16}-01$/);
  });

  it('a handler works without the permission to read the environment, uninstrumented', async () => {
    functions.write('bare.mjs', BARE);
    const port = await unusedPort();
    served = await serve({
      command: deno,
      args: ['run', '--no-prompt', '--allow-net', 'bare.mjs', String(port)],
      cwd: functions.path,
      env: { HOME: functions.path },
      port,
    });
    expect((await ask('/')).status).toBe(200);
    expect(served.output()).toContain('requests are not instrumented');
  });
});
