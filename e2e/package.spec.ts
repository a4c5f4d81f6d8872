import { existsSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { api, type List, until } from './support/api';
import { expect, test } from './support/fixtures';
import { installPacked } from './support/packed';
import { startService } from './support/service';

/** What the demo says before it sends of the past. */
const PAST = 'demo: beginning with what happened';

/** Run before anything else in each process and thread: writes down whom it asks for, then lets it go on. */
const WATCH = `
import { appendFileSync } from 'node:fs';
import dns from 'node:dns';
import net from 'node:net';
import dgram from 'node:dgram';
const note = (what) => appendFileSync(process.env.WATCH_FILE, what + '\\n');
const { connect } = net.Socket.prototype;
net.Socket.prototype.connect = function (...args) {
  const [options] = Array.isArray(args[0]) ? args[0] : args;
  if (!options?.path) note('connect ' + (options?.host ?? 'localhost'));
  return connect.apply(this, args);
};
const { lookup } = dns;
dns.lookup = (name, ...rest) => { note('lookup ' + name); return lookup(name, ...rest); };
const { send } = dgram.Socket.prototype;
dgram.Socket.prototype.send = function (...args) { note('datagram'); return send.apply(this, args); };
`;

test('what npm pack makes starts from an empty folder without building, shows the demo, and calls nobody', async ({
  page,
  storeEnv,
}) => {
  const folder = mkdtempSync(join(tmpdir(), 'faaslens-pack-'));
  const installed = installPacked(folder, 'compiled');
  expect(existsSync(join(installed, 'scripts'))).toBe(false);

  const watched = join(folder, 'watched.txt');
  writeFileSync(watched, '');
  writeFileSync(join(folder, 'watch.mjs'), WATCH);
  const options = {
    command: join(installed, 'bin', 'faaslens.mjs'),
    cwd: folder,
    verb: 'demo' as const,
    env: {
      ...storeEnv,
      // Beside the package, which an update replaces.
      FAASLENS_DATA_DIR: 'kept',
      WATCH_FILE: watched,
      NODE_OPTIONS: `--import ${pathToFileURL(join(folder, 'watch.mjs')).href}`,
    },
  };
  const service = await startService(options);
  expect(service.output()).not.toContain('Building');
  expect(service.output()).toContain(`Data       ${join(folder, 'kept')}`);
  await until(
    () => api<List<object>>(service.url, '/invocations?from=now-1h&to=now&limit=5'),
    ({ items }) => items.length > 0,
  );
  await page.goto(service.url, { waitUntil: 'networkidle' });
  await expect(page.getByRole('heading', { level: 1 })).toBeVisible();
  expect(await (await fetch(`${service.otlp}/metrics`)).text()).toContain('faaslens_ingest_up 1');
  expect(service.output()).toContain(PAST);
  await service.stop();
  // What was sent once is not sent again.
  const next = await startService(options);
  await until(
    async () => next.output(),
    (output) => output.includes('demo: sending traffic'),
    60_000,
  );
  expect(next.output()).not.toContain(PAST);
  await next.stop();

  const asked = new Set(readFileSync(watched, 'utf8').trim().split('\n'));
  expect(asked.size).toBeGreaterThan(0);
  const local = /^(?:connect|lookup) (?:127\.0\.0\.1|::1|localhost)$/;
  expect([...asked].filter((line) => !local.test(line))).toEqual([]);
  service.discard();
  rmSync(folder, { recursive: true, force: true });
});
