import { execFileSync } from 'node:child_process';
import {
  mkdtempSync,
  readFileSync,
  renameSync,
  rmSync,
  symlinkSync,
  utimesSync,
  writeFileSync,
} from 'node:fs';
import http from 'node:http';
import { connect } from 'node:http2';
import https from 'node:https';
import type { AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, it, vi } from 'vitest';
import { type Certificates, openCertificates } from '@/core/certificates';
import { insistOnHttps } from './dashboard/insist-on-https';
import { serveWithTls } from './dashboard/serve-with-tls';
import { createGrpcServer } from './grpc/server';
import { createOtlpServer } from './http/server';
import { testIntake } from './http/testing/intake';

let folder = '';
let files = { certFile: '', keyFile: '' };
const open: { stop(): unknown }[] = [];

/** Replaces the current certificate with a new self-signed one, and returns it. */
function renew(): string {
  const next = { certFile: `${files.certFile}.new`, keyFile: `${files.keyFile}.new` };
  const subject = ['-subj', '/CN=localhost', '-addext', 'subjectAltName=DNS:localhost,IP:127.0.0.1'];
  const kind = ['-newkey', 'ec', '-pkeyopt', 'ec_paramgen_curve:prime256v1', '-nodes', '-days', '1'];
  const to = ['-keyout', next.keyFile, '-out', next.certFile];
  execFileSync('openssl', ['req', '-x509', ...kind, ...subject, ...to], { stdio: 'ignore' });
  renameSync(next.keyFile, files.keyFile);
  renameSync(next.certFile, files.certFile);
  return readFileSync(files.certFile, 'utf8');
}

function certificates(tell: (error: Error) => void = () => undefined): Certificates {
  const opened = openCertificates(files, tell, 20);
  open.push(opened);
  return opened;
}

function get(port: number, ca: string, path = '/healthz'): Promise<number> {
  return new Promise((resolve, reject) => {
    https
      .get({ host: '127.0.0.1', port, path, ca, agent: false }, (response) => {
        response.resume();
        resolve(response.statusCode ?? 0);
      })
      .once('error', reject);
  });
}

/** The HSTS header of an answer under this host name. */
function insistence(port: number, ca: string, host: string): Promise<string | undefined> {
  return new Promise((resolve, reject) => {
    https
      .get(
        { host: '127.0.0.1', servername: 'localhost', port, ca, agent: false, headers: { host } },
        (response) => {
          response.resume();
          resolve(response.headers['strict-transport-security']);
        },
      )
      .once('error', reject);
  });
}

beforeAll(() => {
  folder = mkdtempSync(join(tmpdir(), 'faaslens-tls-'));
  files = { certFile: join(folder, 'cert.pem'), keyFile: join(folder, 'key.pem') };
});
afterAll(async () => {
  for (const one of open.splice(0)) await one.stop();
  rmSync(folder, { recursive: true });
});

it('OTLP/HTTP speaks https and takes up a renewed certificate without a restart', async () => {
  const first = renew();
  const { intake, log } = testIntake();
  const config = { host: '127.0.0.1', otlpHttpPort: 0, corsOrigins: [] };
  const server = createOtlpServer({ config, intake, ready: () => true, log, certificates: certificates() });
  open.push({ stop: () => server.close() });
  const { port } = await server.listen();
  expect(await get(port, first)).toBe(200);
  await expect(fetch(`http://127.0.0.1:${port}/healthz`)).rejects.toThrow();
  const second = renew();
  await vi.waitFor(async () => expect(await get(port, second)).toBe(200), 30_000);
  await expect(get(port, first)).rejects.toThrow();
});

it('OTLP/gRPC speaks HTTP/2 over TLS', async () => {
  const ca = renew();
  const { intake, log } = testIntake();
  const config = { host: '127.0.0.1', otlpGrpcPort: 0, otlpHttpPort: 4318 };
  const server = createGrpcServer({ config, intake, log, certificates: certificates() });
  open.push({ stop: () => server.close() });
  const { port } = await server.listen();
  const client = connect(`https://127.0.0.1:${port}`, { ca });
  const status = await new Promise((resolve, reject) => {
    client.once('error', reject);
    const headers = { ':method': 'POST', ':path': '/no.such/Method', 'content-type': 'application/grpc' };
    const call = client.request(headers, { endStream: true });
    call.once('response', (answer) => resolve(answer['grpc-status']));
    call.once('error', reject);
    call.resume();
  });
  client.close();
  expect(status).toBe('12');
});

it('a pair that does not belong together stops the start, and later only is told of', async () => {
  const good = renew();
  const problems: Error[] = [];
  certificates((error) => problems.push(error));
  const key = readFileSync(files.keyFile);
  writeFileSync(files.keyFile, 'no key');
  await vi.waitFor(() => expect(problems[0]?.message).toMatch(/FAASLENS_TLS_KEY/), 30_000);
  expect(() => openCertificates(files, () => undefined)).toThrow(/are not a certificate and its own key/);
  expect(() => openCertificates({ ...files, certFile: 'none.pem' }, () => undefined)).toThrow(
    /none\.pem cannot be read/,
  );
  writeFileSync(files.keyFile, key);
  expect(openCertificates(files, () => undefined).first.cert).toBe(good);
});

it('files that cannot even be looked at for a while end nothing, and are used as soon as they can be', async () => {
  renew();
  const problems: Error[] = [];
  const used: string[] = [];
  certificates((error) => problems.push(error)).follow({ setSecureContext: ({ cert }) => used.push(cert) });
  rmSync(files.certFile);
  symlinkSync(files.certFile, files.certFile);
  await vi.waitFor(() => expect(problems[0]?.message).toMatch(/cannot be read/), 30_000);
  const next = renew();
  await vi.waitFor(() => expect(used).toContain(next), 30_000);
});

it('a pair that could not be used is tried again when only its rights or contents changed, not its times', async () => {
  renew();
  const problems: Error[] = [];
  const used: string[] = [];
  certificates((error) => problems.push(error)).follow({ setSecureContext: ({ key }) => used.push(key) });
  const good = readFileSync(files.keyFile, 'utf8');
  const at = new Date();
  const put = (key: string) => {
    writeFileSync(files.keyFile, key);
    utimesSync(files.keyFile, at, at);
  };
  put(good.replaceAll(/[A-Za-z]/g, 'x'));
  await vi.waitFor(() => expect(problems).toHaveLength(1), 30_000);
  put(good);
  await vi.waitFor(() => expect(used).toEqual([good]), 30_000);
});

it('the server that Next makes speaks https, and tells browsers to insist on it, but not for all of this machine', async () => {
  const ca = renew();
  const plain = http.createServer;
  serveWithTls(files);
  insistOnHttps();
  const server = http.createServer((_, response) => response.end('ok'));
  Object.assign(http, { createServer: plain });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const { port } = server.address() as AddressInfo;
  expect(await get(port, ca)).toBe(200);
  expect(await insistence(port, ca, 'lens.example.org')).toBe('max-age=31536000');
  for (const host of ['localhost:3000', '127.0.0.1', 'no host/'])
    expect(await insistence(port, ca, host)).toBeUndefined();
  server.close();
});
