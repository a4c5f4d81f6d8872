import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { existsSync } from 'node:fs';
import { createServer } from 'node:http';
import { text } from 'node:stream/consumers';
import { fileURLToPath, pathToFileURL } from 'node:url';
import { build } from 'esbuild';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';

const ROOT = fileURLToPath(new URL('..', import.meta.url));
const RUNTIMES = `${ROOT}/instrumentation/runtimes/node_modules`;

// The tests of instrumentation/ install them; a run of this folder alone may come first.
const needs = (path) => !existsSync(`${RUNTIMES}/${path}`);

describe('the examples of other platforms greet and tell', () => {
  let receiver;
  let endpoint;
  let spans;
  let stop = async () => {};

  beforeEach(async () => {
    spans = [];
    receiver = createServer(async (request, response) => {
      const { resourceSpans = [] } = JSON.parse(await text(request));
      for (const { scopeSpans } of resourceSpans) spans.push(...scopeSpans.flatMap((scope) => scope.spans));
      response.end('{}');
    }).listen(0, '127.0.0.1');
    await once(receiver, 'listening');
    endpoint = `http://127.0.0.1:${receiver.address().port}`;
  });
  afterEach(async () => {
    await stop();
    receiver.closeAllConnections();
    receiver.close();
  });

  const run = async (args, env) => {
    const child = spawn(process.execPath, args, {
      cwd: ROOT,
      env: { PATH: process.env.PATH, OTEL_EXPORTER_OTLP_ENDPOINT: endpoint, ...env },
      stdio: ['ignore', 'pipe', 'inherit'],
    });
    stop = async () => {
      child.kill();
      await once(child, 'exit');
    };
    return child;
  };
  const greet = async (url) => {
    const response = await fetch(`${url}/?name=Ada`);
    expect(await response.json()).toEqual({ greeting: 'Hello, Ada' });
    await expect.poll(() => spans.length).toBeGreaterThan(0);
  };

  it('container', async () => {
    const child = await run(['examples/container/server.mjs'], { PORT: '0', HOST: '127.0.0.1' });
    const [line] = await once(child.stdout, 'data');
    await greet(`http://127.0.0.1:${String(line).match(/\d+/)[0]}`);
    expect(spans.map(({ name }) => name).sort()).toEqual(['GET /', 'look up']);
  });

  it.skipIf(needs('@google-cloud/functions-framework'))('google-cloud-functions', async () => {
    const main = `${RUNTIMES}/@google-cloud/functions-framework/build/src/main.js`;
    const port = 20_000 + (process.pid % 20_000);
    await run([main, '--source=examples/google-cloud-functions', '--target=hello'], { PORT: String(port) });
    const url = `http://127.0.0.1:${port}`;
    const isUp = () =>
      fetch(`${url}/?name=Ada`).then(
        () => true,
        () => false,
      );
    await expect.poll(isUp, { timeout: 15_000 }).toBe(true);
    await greet(url);
    expect(spans.map(({ name }) => name)).toContain('look up');
  });

  it.skipIf(needs('miniflare'))('cloudflare-workers', async () => {
    const { Miniflare } = await import(pathToFileURL(`${RUNTIMES}/miniflare/dist/src/index.js`));
    const { outputFiles } = await build({
      entryPoints: [`${ROOT}/examples/cloudflare-workers/worker.mjs`],
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
      bindings: { OTEL_EXPORTER_OTLP_ENDPOINT: endpoint, OTEL_SERVICE_NAME: 'greeter' },
      cf: false,
    });
    stop = () => worker.dispose();
    await greet(String(await worker.ready).replace(/\/$/, ''));
    expect(spans[0].name).toBe('greeter');
  });
});
