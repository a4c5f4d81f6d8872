import { execFile } from 'node:child_process';
import { cpSync, mkdirSync, realpathSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { promisify } from 'node:util';
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { type FunctionFolder, functionFolder } from '../testing/built-package';
import { holdAnswers, PATIENT } from '../testing/hold-answers';
import { type OtlpReceiver, startOtlpReceiver } from '../testing/otlp-receiver';
import { type Served, serve, unusedPort } from '../testing/served';

const ROOT = fileURLToPath(new URL('../../..', import.meta.url));
const NEXT = join(ROOT, 'node_modules/next/dist/bin/next');
const TRACEPARENT = `00-${'a'.repeat(32)}-${'b'.repeat(16)}-01`;

const ROUTES: Readonly<Record<string, string>> = {
  'app/api/fail/route.js': `
import { wrap } from '@faaslens/instrumentation/vercel';
export const GET = wrap(async () => { throw new RangeError('no'); });`,
  'app/api/moved/route.js': `
import { redirect } from 'next/navigation';
import { wrap } from '@faaslens/instrumentation/vercel';
export const GET = wrap(async () => redirect('/api/hello;v=1'), { route: '/api/moved' });`,
  'app/api/lost/route.js': `
import { notFound } from 'next/navigation';
import { wrap } from '@faaslens/instrumentation/vercel';
export const GET = wrap(async () => notFound(), { route: '/api/lost' });`,
  // Made by the build, which is no invocation.
  'app/api/fixed/route.js': `
import { wrap } from '@faaslens/instrumentation/vercel';
export const dynamic = 'force-static';
export const GET = wrap(async () => Response.json({ built: true }));`,
  'app/api/edge/[id]/route.js': `
import { wrap } from '@faaslens/instrumentation/vercel';
export const runtime = 'edge';
export const GET = wrap(async (request, { params }) => Response.json(await params), { route: '/api/edge/[id]' });`,
  'pages/api/old.js': `
import { wrap } from '@faaslens/instrumentation/vercel';
export default wrap((request, response) => { response.status(202).json({ old: true }); }, { route: '/api/old' });`,
  'next.config.mjs': `
// The packages are links to those of the repository.
export default { turbopack: { root: '/' } };`,
  // As Vercel's launcher has it.
  'vercel.cjs': `
const sent = [];
globalThis[Symbol.for('@vercel/request-context')] = {
  get: () => ({ waitUntil: (work) => { work.then(() => console.log('waited for')); } }),
};`,
};

/** The example of this repository with some routes more, built and started by the real Next.js. */
describe('on Next.js', () => {
  let functions: FunctionFolder;
  let receiver: OtlpReceiver;
  let served: Served | undefined;
  const start = async (env: Record<string, string> = {}) => {
    const port = await unusedPort();
    served = await serve({
      command: process.execPath,
      args: [NEXT, 'start', '-H', '127.0.0.1', '-p', String(port)],
      cwd: functions.path,
      env: { OTEL_EXPORTER_OTLP_ENDPOINT: receiver.url, OTEL_SERVICE_NAME: 'shop', ...PATIENT, ...env },
      port,
    });
  };
  const get = (path: string, headers: Record<string, string> = {}) =>
    fetch(`${served?.url}${path}`, { headers, redirect: 'manual' });
  const invocations = () => receiver.spans().filter(({ attributes }) => 'faas.trigger' in attributes);

  beforeAll(async () => {
    receiver = await startOtlpReceiver();
    functions = await functionFolder();
    cpSync(join(ROOT, 'examples/nextjs'), functions.path, {
      recursive: true,
      filter: (source) => !/[\\/](?:node_modules|\.next)$/.test(source),
    });
    for (const [file, code] of Object.entries(ROUTES)) {
      mkdirSync(dirname(join(functions.path, file)), { recursive: true });
      functions.write(file, code);
    }
    for (const name of ['next', 'react', 'react-dom']) {
      functions.link(realpathSync(join(ROOT, 'node_modules', name)), name);
    }
    await promisify(execFile)(process.execPath, [NEXT, 'build', '--turbopack'], {
      cwd: functions.path,
      env: {
        PATH: process.env.PATH ?? '',
        NEXT_TELEMETRY_DISABLED: '1',
        OTEL_EXPORTER_OTLP_ENDPOINT: receiver.url,
        ...PATIENT,
      },
    });
    expect(receiver.requests).toEqual([]);
    await receiver.close();
  }, 300_000);
  afterAll(() => functions.discard());
  beforeEach(async () => {
    receiver = await startOtlpReceiver();
  });
  afterEach(async () => {
    await served?.stop();
    await receiver.close();
  });

  it('the example is told after its answer, by its route, in the trace of the caller', async () => {
    const release = holdAnswers(receiver);
    await start();
    const response = await get('/api/hello?name=Ada', { traceparent: TRACEPARENT });
    expect(await response.json()).toEqual({ greeting: 'Hello, Ada' });
    release();
    await expect.poll(invocations).toMatchObject([
      {
        name: 'GET /api/hello',
        traceId: 'a'.repeat(32),
        parentSpanId: 'b'.repeat(16),
        resource: { 'service.name': 'shop' },
        attributes: {
          'faas.name': '/api/hello',
          'faas.trigger': 'http',
          'faas.coldstart': true,
          'http.response.status_code': 200,
          'server.address': '127.0.0.1',
        },
      },
    ]);
    expect(receiver.spans().find(({ name }) => name === 'look up')?.parentSpanId).toBe(
      invocations()[0]?.spanId,
    );
  });

  it('redirect() and notFound() are answers, errors are errors, and Next.js answers them all as without us', async () => {
    await start();
    expect((await get('/api/moved')).headers.get('location')).toContain('/api/hello;v=1');
    expect((await get('/api/lost')).status).toBe(404);
    expect((await get('/api/fail')).status).toBe(500);
    expect(await (await get('/api/fixed')).json()).toEqual({ built: true });
    await expect.poll(invocations).toHaveLength(3);
    const [moved, lost, failed] = invocations().map(({ attributes }) => attributes);
    expect([moved?.['http.response.status_code'], moved?.['error.type']]).toEqual([307, undefined]);
    expect([lost?.['http.response.status_code'], lost?.['error.type']]).toEqual([404, undefined]);
    expect(failed?.['error.type']).toBe('RangeError');
  });

  it('stands below the spans that Next.js itself makes, once there is a tracer', async () => {
    await start();
    await get('/api/hello');
    // Next.js' span ends after ours, and is sent with one of the next.
    const parentOfAny = async () => {
      await get('/api/hello', { traceparent: TRACEPARENT });
      const ours = new Set(invocations().map(({ parentSpanId }) => parentSpanId));
      return receiver.spans().find(({ spanId }) => ours.has(spanId));
    };
    await expect.poll(parentOfAny).toMatchObject({ traceId: 'a'.repeat(32), scope: { name: 'next.js' } });
  });

  it('handlers of the pages router and of the edge runtime are instrumented as well', async () => {
    await start();
    expect((await get('/api/old')).status).toBe(202);
    expect(await (await get('/api/edge/7')).json()).toEqual({ id: '7' });
    await expect.poll(invocations).toHaveLength(2);
    expect(invocations().map(({ name }) => name)).toEqual(['GET /api/old', 'GET /api/edge/[id]']);
    expect(invocations()[0]?.attributes['http.response.status_code']).toBe(202);
  });

  it("on Vercel the proxy's headers tell route, request and schedule, and its context keeps the function awake", async () => {
    await start({
      NODE_OPTIONS: `--require=${join(functions.path, 'vercel.cjs')}`,
      VERCEL: '1',
      VERCEL_ENV: 'production',
      VERCEL_REGION: 'fra1',
      VERCEL_DEPLOYMENT_ID: 'dpl_1',
      VERCEL_PROJECT_PRODUCTION_URL: 'shop.vercel.app',
      OTEL_SERVICE_NAME: '',
    });
    await get('/api/moved', {
      'x-vercel-id': 'fra1::iad1::7jtwg-1763719200000-0123456789ab',
      'x-matched-path': '/api/moved',
      'user-agent': 'vercel-cron/1.0',
      'x-vercel-cron-schedule': '0 3 * * *',
    });
    await expect.poll(invocations).toMatchObject([
      {
        name: 'GET /api/moved',
        resource: {
          'cloud.provider': 'vercel',
          'cloud.region': 'fra1',
          'service.name': 'shop.vercel.app',
          'faas.version': 'dpl_1',
          'deployment.environment.name': 'production',
        },
        attributes: {
          'faas.trigger': 'timer',
          'faas.cron': '0 3 * * *',
          'faas.name': '/api/moved',
          'faas.invocation_id': '7jtwg-1763719200000-0123456789ab',
        },
      },
    ]);
    await expect.poll(() => served?.output()).toContain('waited for');
  });
});
