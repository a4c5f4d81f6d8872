import { once } from 'node:events';
import { createServer } from 'node:net';
import { freePort } from '../scripts/free-port.mjs';
import { until } from './support/api';
import { childrenOf } from './support/children';
import { expect, test, withOneService } from './support/fixtures';
import { answers, launchService } from './support/service';

const shared = withOneService();

shared('a dashboard that dies is started again while the collector goes on', async ({ service }) => {
  const [dashboard] = childrenOf(service.process.pid);
  if (dashboard === undefined) throw new Error('it has no process of its own');
  process.kill(dashboard.pid, 'SIGKILL');
  expect(await answers(`${service.otlp}/readyz`)).toBe(true);
  await until(
    () => Promise.resolve(childrenOf(service.process.pid)),
    (children) => children.length === 1 && children[0]?.pid !== dashboard.pid,
  );
  await until(() => answers(`${service.url}/readyz`), Boolean);
});

// The last one: the service is gone then.
shared('a collector that is killed takes the dashboard with it', async ({ service }) => {
  await service.stop('SIGKILL');
  await until(
    () => answers(`${service.url}/readyz`),
    (alive) => !alive,
  );
});

test('a port in use is one clear line and exit code 1', async ({ storeEnv }) => {
  const port = await freePort();
  const other = createServer().listen(port, '127.0.0.1');
  await once(other, 'listening');
  for (const setting of ['FAASLENS_PORT', 'FAASLENS_OTLP_HTTP_PORT']) {
    const service = await launchService({ env: { ...storeEnv, [setting]: String(port) } });
    await once(service.process, 'exit');
    expect(service.process.exitCode).toBe(1);
    expect(service.output()).toContain(
      `port ${port} on 127.0.0.1 is in use by another program: stop it or set ${setting}`,
    );
    service.discard();
  }
  other.close();
});

for (const [name, env, text] of [
  [
    'a data folder that cannot be written',
    { FAASLENS_DATA_DIR: '/dev/null/data' },
    'the data folder /dev/null/data cannot be made or used',
  ],
  [
    'a wrong value',
    { FAASLENS_OTLP_HTTP_PORT: '70000' },
    'FAASLENS_OTLP_HTTP_PORT=70000: must be at most 65535',
  ],
  ['an unknown setting', { FAASLENS_PROT: '1' }, 'FAASLENS_PROT is not a setting of Faaslens'],
  [
    'an engine without its address',
    { FAASLENS_STORE: 'clickhouse' },
    'FAASLENS_CLICKHOUSE_URL: must be set for FAASLENS_STORE=clickhouse',
  ],
  ['a public address without a key', { FAASLENS_HOST: '0.0.0.0' }, 'FAASLENS_HOST=0.0.0.0'],
] as const) {
  test(`${name} is one clear line and exit code 1`, async ({ engine }) => {
    test.skip(engine !== 'sqlite', 'ends before it opens a store');
    const service = await launchService({ env });
    await once(service.process, 'exit');
    expect(service.process.exitCode).toBe(1);
    const lines = service
      .output()
      .trim()
      .split('\n')
      .filter((line) => line.startsWith('faaslens: '));
    expect(lines).toHaveLength(1);
    expect(lines[0]).toContain(text);
    expect(service.output()).not.toContain('    at ');
    service.discard();
  });
}
