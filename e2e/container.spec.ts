import { execFile } from 'node:child_process';
import { randomBytes } from 'node:crypto';
import { promisify } from 'node:util';
import { test as base, expect } from '@playwright/test';
import { api, type List, until } from './support/api';
import { otlpTraces } from './support/send-traces';
import { ROOT } from './support/service';

// An image takes minutes and an engine that few machines have, so it is asked for (CONTRIBUTING.md):
// CONTAINERS=docker, or CONTAINERS=podman with the options that it needs before its command.
const [engine = '', ...engineOptions] = (process.env.CONTAINERS ?? '').split(' ');
/** An image is built anew from nothing: packages and the dashboard. */
const IMAGE_MS = 1_800_000;
const TRACE = '5b8efff798038103d269b633813fc60c';
const KEY = randomBytes(24).toString('hex');
const WRITES = 'try{require("fs").writeFileSync("/app/x","")}catch(error){console.log(error.code)}';

/** Without holding up this process: it would not see that a server closes a connection which it then asks over. */
async function run(...args: readonly string[]): Promise<string> {
  const { stdout } = await promisify(execFile)(engine, [...engineOptions, ...args], {
    cwd: ROOT,
    maxBuffer: 64 * 1024 * 1024,
    // Podman's own form of images knows no health check.
    env: { ...process.env, BUILDAH_FORMAT: 'docker' },
  });
  return stdout.trim();
}

interface Container {
  readonly id: string;
  readonly url: string;
  readonly otlp: string;
}

const test = base.extend<{ image: string; volume: string; start: () => Promise<Container> }>({
  image: [
    // biome-ignore lint/correctness/noEmptyPattern: Playwright reads the names of fixtures from the pattern
    async ({}, use) => {
      const image = 'faaslens:e2e';
      const options = (process.env.CONTAINERS_BUILD ?? '').split(' ').filter(Boolean);
      await run('build', ...options, '-t', image, '.');
      await use(image);
    },
    { timeout: IMAGE_MS },
  ],
  // biome-ignore lint/correctness/noEmptyPattern: as above
  volume: async ({}, use) => {
    const volume = `faaslens-e2e-${randomBytes(4).toString('hex')}`;
    await run('volume', 'create', volume);
    await use(volume);
    await run('volume', 'rm', volume);
  },
  start: async ({ image, volume }, use) => {
    const started: string[] = [];
    await use(async () => {
      const options = ['--read-only', '--tmpfs', '/tmp', '--cap-drop', 'ALL', '-v', `${volume}:/data`];
      const guarded = [...options, '--security-opt', 'no-new-privileges', '-e', `FAASLENS_ADMIN_KEY=${KEY}`];
      const ports = ['-p', '127.0.0.1::3000', '-p', '127.0.0.1::4318'];
      const id = await run('run', '-d', ...guarded, ...ports, image);
      started.push(id);
      const address = async (port: number) =>
        `http://${(await run('port', id, `${port}/tcp`)).split('\n')[0]}`;
      return { id, url: await address(3000), otlp: await address(4318) };
    });
    for (const id of started) await run('rm', '-f', id);
  },
});

test.skip(engine === '', 'asked for by CONTAINERS=docker or CONTAINERS=podman');

test('the image runs without rights, writes to its volume alone, tells its health, and keeps what it took', async ({
  start,
  image,
}) => {
  const headers = { authorization: `Bearer ${KEY}` };
  const first = await start();
  await until(() => isReady(first), Boolean, 60_000);
  const inside = (script: string) => run('exec', first.id, 'node', '-e', script);
  expect(await inside('console.log(process.getuid())')).toBe('10001');
  expect(await inside(WRITES)).toMatch(/^(?:EROFS|EACCES)$/);
  const check = JSON.parse(
    await run('image', 'inspect', '--format', '{{json .Config.Healthcheck.Test}}', image),
  );
  expect(check.shift()).toBe('CMD');
  await run('exec', first.id, ...check);
  const elsewhere = run('exec', '-e', 'FAASLENS_PORT=3001', first.id, ...check);
  await expect(elsewhere).rejects.toThrow('dashboard on port 3001');

  expect((await fetch(`${first.url}/api/v1/invocations?from=now-1h&to=now`)).status).toBe(401);
  const span = { traceId: TRACE, spanId: 'eee19b7ec3c1b174', name: 'checkout', from: 0, to: 12 };
  const attributes = { 'faas.trigger': 'http' };
  const body = otlpTraces({ 'service.name': 'checkout', 'faas.name': 'checkout' }, Date.now() - 1_000, [
    { ...span, attributes },
  ]);
  const sent = await fetch(`${first.otlp}/v1/traces`, {
    method: 'POST',
    headers: { ...headers, 'content-type': 'application/json' },
    body: JSON.stringify(body),
  });
  expect(sent.status).toBe(200);

  await run('stop', '-t', '20', first.id);
  expect(await run('inspect', '--format', '{{.State.ExitCode}}', first.id)).toBe('0');
  const second = await start();
  await until(() => isReady(second), Boolean, 60_000);
  const kept = await api<List<{ traceId: string }>>(second.url, '/invocations?from=now-1h&to=now', {
    headers,
  });
  expect(kept.items.map(({ traceId }) => traceId)).toEqual([TRACE]);
});

async function isReady({ url, otlp }: Container): Promise<boolean> {
  const answers = await Promise.all(
    [url, otlp].map((address) => fetch(`${address}/readyz`).catch(() => undefined)),
  );
  return answers.every((answer) => answer?.ok);
}
