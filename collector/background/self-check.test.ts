import { once } from 'node:events';
import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { afterEach, expect, it } from 'vitest';
import { checkSelf } from './self-check';

const servers: Server[] = [];
afterEach(() => {
  for (const server of servers.splice(0)) server.close();
});

async function serverThatSays(status: () => number): Promise<number> {
  const server = createServer((request, response) => {
    response.writeHead(request.url === '/readyz' ? status() : 404).end();
  }).listen(0, '127.0.0.1');
  servers.push(server);
  await once(server, 'listening');
  return (server.address() as AddressInfo).port;
}

it('counts the servers that are not ready, again and again, and those that nobody listens for', async () => {
  let status = 200;
  const [otlpHttpPort, port] = [await serverThatSays(() => status), await serverThatSays(() => 200)];
  const told: number[] = [];
  const config = { host: '0.0.0.0', tls: null, port, otlpHttpPort };
  const checking = checkSelf({ config, onChecked: (failures) => told.push(failures), everyMs: 5 });
  await expect.poll(() => told).toContain(0);
  status = 503;
  await expect.poll(() => told.at(-1)).toBe(1);
  for (const server of servers.splice(0)) server.close().closeAllConnections();
  await expect.poll(() => told.at(-1)).toBe(2);
  await checking.stop();
  const count = told.length;
  await new Promise((resolve) => setTimeout(resolve, 30));
  expect(told).toHaveLength(count);
});
