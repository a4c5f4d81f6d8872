import { cpSync, readFileSync } from 'node:fs';
import { fileURLToPath, pathToFileURL } from 'node:url';
import { build } from 'esbuild';
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it, vi } from 'vitest';
import { AzureHost } from '../instrumentation/src/testing/azure-host';
import { functionFolder } from '../instrumentation/src/testing/built-package';
import { denoBinary } from '../instrumentation/src/testing/deno';
import { LambdaSandbox } from '../instrumentation/src/testing/lambda-sandbox';
import { startOtlpReceiver } from '../instrumentation/src/testing/otlp-receiver';
import { runtimeModule } from '../instrumentation/src/testing/runtimes';
import { serve, unusedPort } from '../instrumentation/src/testing/served';

const EXAMPLES = fileURLToPath(new URL('.', import.meta.url));

describe('the examples of other platforms greet and tell', () => {
  let folder;
  let receiver;
  let url;
  let stop = async () => {};

  /** Starts a server in the folder of an example. */
  const start = async (name, command, args, env = {}) => {
    const served = await serve({
      command,
      args,
      cwd: `${folder.path}/${name}`,
      env: { HOST: '127.0.0.1', OTEL_EXPORTER_OTLP_ENDPOINT: receiver.url, ...env },
      port: await unusedPort(),
    });
    stop = served.stop;
    url = served.url;
  };
  const greet = async () => {
    const response = await fetch(`${url}/?name=Ada`);
    expect(await response.json()).toEqual({ greeting: 'Hello, Ada' });
    await expect.poll(() => receiver.spans().map(({ name }) => name)).toContain('look up');
  };
  const framework = () => runtimeModule('@google-cloud/functions-framework/build/src/main.js');

  beforeAll(async () => {
    folder = await functionFolder();
    cpSync(EXAMPLES, folder.path, {
      recursive: true,
      filter: (source) => !/node_modules|\.next/.test(source),
    });
    for (const name of ['@azure/functions', 'firebase-functions'])
      folder.link(await runtimeModule(name), name);
  });
  afterAll(() => folder.discard());
  beforeEach(async () => {
    receiver = await startOtlpReceiver();
  });
  afterEach(async () => {
    vi.unstubAllEnvs();
    await stop();
    stop = async () => {};
    await receiver.close();
  });

  it('container', async () => {
    await start('container', process.execPath, ['server.mjs']);
    await greet();
  });

  it('google-cloud-functions', async () => {
    await start('google-cloud-functions', process.execPath, [await framework(), '--target=hello']);
    await greet();
  });

  it('firebase', async () => {
    await start('firebase', process.execPath, [await framework(), '--target=hello'], {
      FIREBASE_CONFIG: '{"projectId":"shop"}',
      GCLOUD_PROJECT: 'shop',
    });
    await greet();
  });

  it('deno', async () => {
    await start('deno', await denoBinary(), ['run', '--no-prompt', '--allow-net', '--allow-env', 'main.mjs']);
    await greet();
  });

  it('knative', async () => {
    const port = String(await unusedPort());
    const command = await runtimeModule('faas-js-runtime/bin/cli.js');
    // It takes its port from a variable of its own.
    const served = await serve({
      command: process.execPath,
      args: [command, 'index.mjs'],
      cwd: `${folder.path}/knative`,
      env: { OTEL_EXPORTER_OTLP_ENDPOINT: receiver.url, FUNC_PORT: port },
      port: Number(port),
    });
    ({ stop, url } = served);
    await greet();
  });

  it('cloudflare-workers', async () => {
    const { Miniflare } = await import(pathToFileURL(await runtimeModule('miniflare/dist/src/index.js')));
    const { outputFiles } = await build({
      entryPoints: [`${folder.path}/cloudflare-workers/worker.mjs`],
      bundle: true,
      format: 'esm',
      external: ['node:*'],
      write: false,
    });
    const worker = new Miniflare({
      modules: true,
      script: outputFiles[0].text,
      compatibilityDate: '2026-04-01',
      compatibilityFlags: ['nodejs_compat'],
      bindings: { OTEL_EXPORTER_OTLP_ENDPOINT: receiver.url, OTEL_SERVICE_NAME: 'greeter' },
      cf: false,
    });
    stop = () => worker.dispose();
    const response = await fetch(`${String(await worker.ready)}?name=Ada`);
    expect(await response.json()).toEqual({ greeting: 'Hello, Ada' });
    await expect.poll(() => receiver.spans()[0]?.name).toBe('greeter');
  });

  it('azure-functions', async () => {
    const host = new AzureHost();
    await host.load();
    vi.stubEnv('OTEL_EXPORTER_OTLP_ENDPOINT', receiver.url);
    await import(pathToFileURL(`${folder.path}/azure-functions/functions.mjs`));
    const http = { method: 'GET', url: 'http://localhost/api/hello?name=Ada', query: { name: 'Ada' } };
    const { returnValue } = await host.invoke('hello', { data: { http } });
    expect(Buffer.from(returnValue.http.body.bytes).toString()).toBe('{"greeting":"Hello, Ada"}');
    await expect.poll(() => receiver.spans().map(({ name }) => name)).toContain('look up');
  });

  it('netlify, in the runtime client of AWS Lambda as on Netlify', async () => {
    const api = await runtimeModule('@netlify/serverless-functions-api/dist/index.js');
    folder.write(
      'netlify/entry.mjs',
      `import { getLambdaHandler } from '${api}';
      export const handler = getLambdaHandler('${folder.path}/netlify/greet.mjs');`,
    );
    const lambda = await LambdaSandbox.start({
      folder: `${folder.path}/netlify`,
      handler: 'entry.handler',
      env: { OTEL_EXPORTER_OTLP_ENDPOINT: receiver.url },
    });
    stop = () => lambda.close();
    const rawUrl = 'https://shop.netlify.app/greet?name=Ada';
    const event = { rawUrl, path: '/greet', route: '/greet', httpMethod: 'GET', headers: {}, flags: {} };
    expect((await lambda.invoke(event)).body).toContain('{"greeting":"Hello, Ada"}');
    await lambda.frozen();
    expect(receiver.spans().map(({ name }) => name)).toContain('GET /greet');
  });

  it('lambda-edge, bundled as it is deployed', async () => {
    const file = `${folder.path}/lambda-edge/redirects.mjs`;
    const code = readFileSync(file, 'utf8').replace('http://127.0.0.1:4318', receiver.url);
    const stdin = { contents: code, resolveDir: folder.path };
    const options = { bundle: true, platform: 'node', format: 'cjs', outdir: `${folder.path}/edge` };
    await build({ ...options, stdin, entryNames: 'index' });
    const lambda = await LambdaSandbox.start({
      folder: `${folder.path}/edge`,
      handler: 'index.handler',
      env: {},
    });
    stop = () => lambda.close();
    const request = { method: 'GET', uri: '/old', headers: {} };
    const answer = await lambda.invoke({
      Records: [{ cf: { config: { eventType: 'viewer-request' }, request } }],
    });
    expect(JSON.parse(answer.body)).toMatchObject({ status: '301' });
    expect(receiver.spans()[0]?.attributes['http.response.status_code']).toBe(301);
  });
});
