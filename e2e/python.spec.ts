import { execFile, spawnSync } from 'node:child_process';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { api, type List, until } from './support/api';
import { expect, test } from './support/fixtures';
import { ROOT } from './support/service';

const FOLDER = join(ROOT, 'examples/aws-lambda-python');

interface Invocation {
  readonly functionName: string;
  readonly traceId: string;
  readonly trigger: string;
  readonly outcome: string;
  readonly coldStart: boolean;
  readonly durationMs: number;
  readonly initDurationMs: number | null;
  readonly error: { readonly type: string } | null;
}

const hasPython = spawnSync('python3', ['--version']).status === 0;
test.skip(!hasPython && !process.env.CI, 'python3 is missing: `apt-get install python3`');

test('three Python functions, by HTTP, queue and direct call, appear with errors, lines and time limits', async ({
  service,
  page,
}) => {
  const run = (...args: string[]) =>
    promisify(execFile)('python3', ['run.py', ...args], {
      cwd: FOLDER,
      env: {
        PATH: process.env.PATH ?? '',
        PYTHONDONTWRITEBYTECODE: '1',
        OTEL_EXPORTER_OTLP_ENDPOINT: service.otlp,
        // Other tests have the cores meanwhile.
        OTEL_EXPORTER_OTLP_TIMEOUT: '20000',
      },
    }).catch(({ stdout }: { stdout: string }) => ({ stdout }));
  const tooLong = JSON.stringify({
    queryStringParameters: { name: 'x'.repeat(41) },
    requestContext: { http: { method: 'GET' } },
  });
  await run('greeting', '--event', 'events/greeting.json', '--times', '2', '--timeout-ms', '20000');
  await run('greeting', '--event', tooLong, '--timeout-ms', '20000');
  await run('orders', '--event', 'events/orders.json', '--timeout-ms', '20000');
  const slow = await run('add', '--event', '{"a": 1, "b": 2, "sleepSeconds": 30}', '--timeout-ms', '5000');
  expect(slow.stdout).toContain('Task timed out after 5.00 seconds');

  const { items } = await until(
    () => api<List<Invocation>>(service.url, '/invocations?from=now-1h&to=now'),
    ({ items }) => items.length === 5,
  );
  const byFunction = (name: string) => items.filter(({ functionName }) => functionName === name);
  expect(byFunction('greeting').map(({ trigger }) => trigger)).toEqual(['http', 'http', 'http']);
  expect(byFunction('greeting').filter(({ coldStart }) => coldStart)).toHaveLength(2);
  expect(byFunction('greeting').find(({ outcome }) => outcome === 'error')?.error?.type).toBe('NameTooLong');
  expect(byFunction('orders')).toMatchObject([{ trigger: 'pubsub', outcome: 'ok', coldStart: true }]);
  expect(byFunction('orders')[0]?.initDurationMs).toBeGreaterThan(0);
  expect(byFunction('add')).toMatchObject([{ trigger: 'other', outcome: 'timeout' }]);

  const called = byFunction('greeting').find(({ outcome }) => outcome === 'ok');
  expect(called?.traceId).toBe('0af7651916cd43dd8448eb211c80319c');
  const handled = await api<List<{ body: string }>>(
    service.url,
    `/logs?from=now-1h&to=now&traceId=${byFunction('orders')[0]?.traceId}`,
  );
  expect(handled.items.map(({ body }) => body)).toEqual(['not an order: m2']);

  await page.goto(`${service.url}/traces/${byFunction('add')[0]?.traceId}`);
  await expect(page.getByText('sleep').first()).toBeVisible();
});
