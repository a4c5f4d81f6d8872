import { execFile } from 'node:child_process';
import { randomBytes } from 'node:crypto';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { test as base, expect } from '@playwright/test';
import { freePort } from '../scripts/free-port.mjs';
import { api, type List, until } from './support/api';
import { type Caddy, startCaddy } from './support/caddy';
import { cli } from './support/cli';
import { otlpTraces } from './support/send-traces';
import { ROOT, type Service, startService } from './support/service';

// A proxy that few machines have, so it is asked for (CONTRIBUTING.md): CADDY=/usr/bin/caddy.
const program = process.env.CADDY ?? '';
const ADMIN_KEY = 'the-admin-key-behind-caddy-0123456789';
const ADMIN = { authorization: `Bearer ${ADMIN_KEY}` };
const JSON_TYPE = { 'content-type': 'application/json' };
const LENS = 'lens.example.org';
const OTLP = 'otlp.example.org';
const PASSWORD = 'a password that is long enough';

const test = base.extend<{ both: { service: Service; caddy: Caddy; ingestKey: string } }>({
  // biome-ignore lint/correctness/noEmptyPattern: Playwright reads the names of fixtures from the pattern
  both: async ({}, use) => {
    const folder = mkdtempSync(join(tmpdir(), 'faaslens-caddy-'));
    const port = await freePort();
    const service = await startService({
      env: { FAASLENS_PUBLIC_URL: `https://${LENS}:${port}`, FAASLENS_ADMIN_KEY: ADMIN_KEY },
    });
    const caddy = await startCaddy(program, folder, port, service.env);
    const made = await cli(service, ['keys', 'create', '--scope', 'ingest', '--name', 'functions']);
    await use({ service, caddy, ingestKey: /\bfl_\w+/.exec(made.output)?.[0] ?? made.output });
    await caddy.stop();
    await service.stop();
    service.discard();
    rmSync(folder, { recursive: true, force: true });
  },
});

test.skip(program === '', 'asked for by CADDY=/usr/bin/caddy');

function logs(lines: readonly string[]) {
  const logRecords = lines.map((line, index) => ({
    timeUnixNano: String(BigInt(Date.now()) * 1_000_000n + BigInt(index)),
    severityNumber: 9,
    body: { stringValue: line },
  }));
  const resource = { attributes: [{ key: 'service.name', value: { stringValue: 'checkout' } }] };
  return JSON.stringify({ resourceLogs: [{ resource, scopeLogs: [{ scope: {}, logRecords }] }] });
}

test('the recipe for Caddy brings people and telemetry in, and nobody without a key', async ({ both }) => {
  const { service, caddy, ingestKey } = both;
  const INGEST = { authorization: `Bearer ${ingestKey}` };

  await test.step('whoever shows nothing is asked, and told to insist on https', async () => {
    const page = await caddy.ask(LENS, '/');
    expect(page.status).toBe(307);
    expect(page.headers.location).toMatch(/^\/login|https:\/\/lens\.example\.org:\d+\/login/);
    expect(page.headers['strict-transport-security']).toContain('max-age=');
    const login = await caddy.ask(LENS, '/login');
    expect([login.status, login.body]).toEqual([200, expect.stringContaining('Sign in')]);
    expect((await caddy.ask(LENS, '/api/v1/overview?from=now-1h&to=now')).status).toBe(401);
    expect(
      (await caddy.ask(OTLP, '/v1/logs', { method: 'POST', headers: JSON_TYPE, body: '{}' })).status,
    ).toBe(401);
    expect((await caddy.ask(OTLP, '/metrics')).status).toBeGreaterThanOrEqual(401);
  });

  await test.step('a person signs in, with the address that he comes from', async () => {
    const body = JSON.stringify({ email: 'ada@example.org', name: 'Ada', role: 'viewer' });
    const { link } = await api<{ link: { url: string } }>(service.url, '/users', {
      method: 'POST',
      headers: ADMIN,
      body,
    });
    expect(link.url).toMatch(new RegExp(`^https://${LENS}:${caddy.port}/welcome#`));
    const token = link.url.split('#')[1];
    const origin = { origin: `https://${LENS}:${caddy.port}`, 'sec-fetch-site': 'same-origin' };
    const accepted = await caddy.ask(LENS, '/api/v1/links/accept', {
      method: 'POST',
      // What a client says of itself is not what Caddy tells.
      headers: { ...JSON_TYPE, ...origin, 'x-forwarded-for': '203.0.113.9' },
      body: JSON.stringify({ token, password: PASSWORD }),
      from: '127.0.0.5',
    });
    expect([accepted.status, accepted.body]).toEqual([200, expect.stringContaining('read')]);
    const cookie = accepted.headers['set-cookie']?.find((line) => !/Max-Age=0/.test(line)) ?? '';
    expect(cookie).toMatch(/^__Host-\w+=[^;]+;.*Secure/);
    const headers = { cookie: cookie.split(';')[0] ?? '' };
    expect((await caddy.ask(LENS, '/functions', { headers })).status).toBe(200);
    const { body: sessions } = await caddy.ask(LENS, '/api/v1/sessions', { headers });
    expect(JSON.parse(sessions)).toMatchObject({ items: [{ address: '127.0.0.5', current: true }] });
  });

  await test.step('a live tail shows a line when it comes', async () => {
    const tail = await caddy.open(LENS, '/api/v1/logs/tail', { headers: ADMIN });
    expect(tail.statusCode).toBe(200);
    let came = '';
    tail.on('data', (chunk: Buffer) => {
      came += chunk;
    });
    const headers = { ...JSON_TYPE, ...INGEST };
    const sent = await caddy.ask(OTLP, '/v1/logs', {
      method: 'POST',
      headers,
      body: logs(['a line at once']),
    });
    expect([sent.status, sent.body]).toEqual([200, expect.not.stringContaining('rejected')]);
    await until(
      async () => came,
      (text) => text.includes('a line at once'),
      10_000,
    );
    tail.destroy();
  });

  await test.step('a body of 20 MB, with its length and without', async () => {
    const many = (mark: string) =>
      Buffer.from(
        logs(Array.from({ length: 2_000 }, (_, index) => `${mark} ${index} ${'x'.repeat(10_000)}`)),
      );
    const headers = { ...JSON_TYPE, ...INGEST };
    const whole = await caddy.ask(OTLP, '/v1/logs', { method: 'POST', headers, body: many('whole') });
    expect([whole.status, whole.body]).toEqual([200, expect.not.stringContaining('rejected')]);
    const bytes = many('pieces');
    const body = Array.from({ length: 21 }, (_, index) =>
      bytes.subarray(index * 2 ** 20, (index + 1) * 2 ** 20),
    );
    const pieces = await caddy.ask(OTLP, '/v1/logs', { method: 'POST', headers, body });
    expect([pieces.status, pieces.body]).toEqual([200, expect.not.stringContaining('rejected')]);
    const { total } = await api<{ total: number }>(service.url, '/logs/counts?from=now-1h&to=now', {
      headers: ADMIN,
    });
    expect(total).toBe(4_001);
  });

  await test.step('traces over OTLP/HTTP, and over OTLP/gRPC by the OpenTelemetry SDK', async () => {
    const traceId = randomBytes(16).toString('hex');
    const span = { traceId, spanId: traceId.slice(16), name: 'checkout', from: 0, to: 12 };
    const resource = { 'service.name': 'checkout', 'faas.name': 'checkout' };
    const one = otlpTraces(resource, Date.now() - 1_000, [
      { ...span, attributes: { 'faas.trigger': 'http' } },
    ]);
    const headers = { ...JSON_TYPE, ...INGEST };
    const sent = await caddy.ask(OTLP, '/v1/traces', { method: 'POST', headers, body: JSON.stringify(one) });
    expect(sent.status).toBe(200);

    const names = `import dns from 'node:dns';
      const { lookup } = dns.promises;
      dns.promises.lookup = (name, options) => lookup(name.endsWith('.example.org') ? '127.0.0.1' : name, options);`;
    const { stdout } = await promisify(execFile)(
      process.execPath,
      [
        ...['--import', `data:text/javascript,${encodeURIComponent(names)}`],
        ...[join(ROOT, 'e2e/clients/sdk-client.mjs'), 'grpc', '1'],
      ],
      {
        env: {
          PATH: process.env.PATH ?? '',
          OTEL_EXPORTER_OTLP_ENDPOINT: `https://otlp-grpc.example.org:${caddy.port}`,
          OTEL_EXPORTER_OTLP_CERTIFICATE: caddy.authority,
          OTEL_EXPORTER_OTLP_HEADERS: `authorization=Bearer%20${ingestKey}`,
          OTEL_SERVICE_NAME: 'checkout-service',
          OTEL_METRICS_EXPORTER: 'none',
          OTEL_LOGS_EXPORTER: 'none',
        },
      },
    );
    const { items } = await until(
      () => api<List<{ traceId: string }>>(service.url, '/traces?from=now-1h&to=now', { headers: ADMIN }),
      (list) => list.items.length === 2,
    );
    expect(items.map((item) => item.traceId).toSorted()).toEqual([traceId, stdout.trim()].toSorted());
  });
});
