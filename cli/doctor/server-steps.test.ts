import { execFileSync } from 'node:child_process';
import { once } from 'node:events';
import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import http from 'node:http';
import https from 'node:https';
import type { AddressInfo, Server } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { loadConfig } from '@/core/config';
import { serverSteps } from './server-steps';
import { runSteps } from './step';

const folder = mkdtempSync(join(tmpdir(), 'faaslens-doctor-'));
const file = (name: string) => join(folder, name);
const servers: Server[] = [];

beforeAll(() => {
  makeCertificate('own');
  makeCertificate('other');
});
afterAll(() => {
  for (const server of servers) server.close();
  rmSync(folder, { recursive: true });
});

/** Self-signed, for the name that others use. */
function makeCertificate(name: string): void {
  const kind = ['-newkey', 'ec', '-pkeyopt', 'ec_paramgen_curve:prime256v1', '-nodes', '-days', '1'];
  const subject = ['-subj', '/CN=lens.example.org', '-addext', 'subjectAltName=DNS:lens.example.org'];
  const to = ['-keyout', file(`${name}.key`), '-out', file(`${name}.pem`)];
  execFileSync('openssl', ['req', '-x509', ...kind, ...subject, ...to], { stdio: 'ignore' });
}

async function portOf(server: Server): Promise<string> {
  servers.push(server);
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  return String((server.address() as AddressInfo).port);
}

const ready: http.RequestListener = (_request, response) => response.end('ready\n');

const readyWithTls = (name: string) =>
  https.createServer(
    { key: readFileSync(file(`${name}.key`)), cert: readFileSync(file(`${name}.pem`)) },
    ready,
  );

async function linesOf(env: Record<string, string>): Promise<readonly string[]> {
  const lines: string[] = [];
  await runSteps(serverSteps(loadConfig({ env, base: folder })), (line) => lines.push(line));
  return lines;
}

async function ports(make: () => Server): Promise<Record<string, string>> {
  return {
    FAASLENS_OTLP_HTTP_PORT: await portOf(make()),
    FAASLENS_OTLP_GRPC_PORT: await portOf(make()),
    FAASLENS_PORT: await portOf(make()),
  };
}

const TLS = { FAASLENS_TLS_CERT: 'own.pem', FAASLENS_TLS_KEY: 'own.key' };

it('finds servers whose certificate is for the name that others call them by', async () => {
  const lines = await linesOf({ ...TLS, ...(await ports(() => readyWithTls('own'))) });
  expect(lines.map((line) => line.slice(0, 4))).toEqual(['ok  ', 'ok  ', 'ok  ']);
});

it('says so when something else shows its own certificate there, instead of asking whether it is started', async () => {
  const [line] = await linesOf({ ...TLS, ...(await ports(() => readyWithTls('other'))) });
  expect(line).toMatch(/^FAIL {2}OTLP\/HTTP: https:\S+ shows a certificate that is not accepted: /);
});

it('asks for the certificate where one side speaks https and the other does not', async () => {
  const hint = /does not speak as it was asked to: is FAASLENS_TLS_CERT set as for the service\?$/;
  expect((await linesOf(await ports(() => readyWithTls('own'))))[0]).toMatch(hint);
  expect((await linesOf({ ...TLS, ...(await ports(() => http.createServer(ready))) }))[0]).toMatch(hint);
});

it('says so when the public address shows a certificate that clients do not accept', async () => {
  const own = await ports(() => http.createServer(ready));
  const lines = await linesOf({
    ...own,
    FAASLENS_PUBLIC_URL: `https://127.0.0.1:${await portOf(readyWithTls('own'))}`,
  });
  expect(lines.at(-1)).toMatch(
    /^FAIL {2}public address: https:\S+ shows a certificate that is not accepted: /,
  );
});

it('passes on that the database is damaged', async () => {
  const damaged: http.RequestListener = (_request, response) =>
    response.end('ready; the database is damaged: x\n');
  const lines = await linesOf(await ports(() => http.createServer(damaged)));
  expect(lines[0]).toMatch(/^FAIL {2}OTLP\/HTTP: http:\S+: ready; the database is damaged: x$/);
});

it('asks whether it is started where nothing answers, and tries nothing behind that', async () => {
  const own = await ports(() => http.createServer(ready));
  for (const server of servers.splice(-3)) server.close();
  const lines = await linesOf(own);
  expect(lines).toEqual([
    `FAIL  OTLP/HTTP: nothing answers at http://127.0.0.1:${own.FAASLENS_OTLP_HTTP_PORT}: is Faaslens started, with the same FAASLENS_OTLP_HTTP_PORT?`,
    '-     OTLP/gRPC: not tried',
    '-     dashboard: not tried',
  ]);
});
