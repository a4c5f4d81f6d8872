import { once } from 'node:events';
import http, { type RequestListener, type Server } from 'node:http';
import https from 'node:https';
import type { AddressInfo } from 'node:net';
import { afterEach, beforeEach, expect, it, vi } from 'vitest';
import { selfSigned } from '@/core/alerts/notify/testing/self-signed';
import { type Config, loadConfig } from '@/core/config';
import { health } from './health';

const open: Server[] = [];
const told: string[] = [];
beforeEach(() => {
  vi.spyOn(console, 'error').mockImplementation((line: string) => told.push(line));
});
afterEach(() => {
  vi.restoreAllMocks();
  for (const server of open.splice(0)) server.close();
  told.length = 0;
});

async function portOf(server: Server): Promise<number> {
  open.push(server.listen(0, '127.0.0.1'));
  await once(server, 'listening');
  return (server.address() as AddressInfo).port;
}

const answering =
  (status: number): RequestListener =>
  ({ url }, response) =>
    response.writeHead(url === '/readyz' ? status : 404).end();

const ready = () => portOf(http.createServer(answering(200)));
const config = (own: Partial<Config>): Config => ({ ...loadConfig({ env: {} }), host: '0.0.0.0', ...own });

it('is well when the servers that the settings name are ready', async () => {
  expect(await health([], config({ port: await ready(), otlpHttpPort: await ready() }))).toBe(0);
  expect(told).toEqual([]);
});

it('names what is not ready, and what does not answer', async () => {
  const otlpHttpPort = await portOf(http.createServer(answering(503)));
  expect(await health([], config({ port: await ready(), otlpHttpPort }))).toBe(1);
  const port = await portOf(http.createServer());
  open.pop()?.close();
  expect(await health([], config({ port, otlpHttpPort: await ready() }))).toBe(1);
  expect(told).toEqual([
    `faaslens: OTLP/HTTP on port ${otlpHttpPort} is not ready`,
    `faaslens: dashboard on port ${port} is not ready`,
  ]);
});

it('asks with TLS where it is set, whatever name the certificate is for', async () => {
  const tls = { certFile: 'cert.pem', keyFile: 'key.pem' };
  const secure = () => portOf(https.createServer(selfSigned(), answering(200)));
  expect(await health([], config({ tls, port: await secure(), otlpHttpPort: await secure() }))).toBe(0);
});

it('expects no dashboard of a collector', async () => {
  expect(await health(['collect'], config({ port: 1, otlpHttpPort: await ready() }))).toBe(0);
  await expect(health(['colect'], config({}))).rejects.toThrow('health does not know colect');
});
