import http, { type Server } from 'node:http';
import { type AddressInfo, connect } from 'node:net';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { refuseBodiesOfPages } from './refuse-bodies-of-pages';

const { createServer } = http;
let server: Server;
let url = '';
/** The requests that reached Next, which reads nothing here. */
const passedOn: string[] = [];

beforeAll(async () => {
  refuseBodiesOfPages();
  server = http.createServer((request, response) => {
    passedOn.push(`${request.method} ${request.url}`);
    response.end('from next');
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  url = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
});
afterAll(() => {
  server.closeAllConnections();
  server.close();
  Object.assign(http, { createServer });
});

it('lets pages be asked for, and calls of the API be sent what they take', async () => {
  const asked = [
    ['GET', '/invocations?x=1'],
    ['HEAD', '/'],
    ['POST', '/api/v1/session'],
    ['DELETE', '/api/v1/session'],
  ] as const;
  for (const [method, path] of asked) expect((await fetch(url + path, { method })).status).toBe(200);
  expect(passedOn.splice(0)).toEqual(asked.map((line) => line.join(' ')));
});

it('keeps from Next what is sent to a page, whatever the page, while it comes already', async () => {
  for (const path of ['/', '/login', '/_next/data/x/login.json', '/api', '/apix'])
    for (const method of ['POST', 'PUT', 'OPTIONS']) {
      const { status, headers } = await fetch(url + path, { method });
      expect([status, headers.get('allow'), headers.get('x-content-type-options')]).toEqual([
        405,
        'GET, HEAD',
        'nosniff',
      ]);
    }
  const big = await fetch(url, { method: 'POST', body: Buffer.alloc(20_000_000) });
  expect([big.status, await big.text()]).toEqual([405, expect.stringContaining('go back')]);
  const { port } = new URL(url);
  const first = await new Promise<string>((resolve, reject) => {
    const socket = connect(Number(port), '127.0.0.1').once('error', reject);
    socket.write('POST / HTTP/1.1\r\nhost: 127.0.0.1\r\ncontent-length: 9000000\r\n\r\nthe first of it');
    socket.once('data', (data) => {
      socket.destroy();
      resolve(data.toString());
    });
  });
  expect(first).toMatch(/^HTTP\/1\.1 405 /);
  expect(passedOn).toEqual([]);
});

it('sends exporters that take it for the collector to the other port', async () => {
  const answer = await fetch(`${url}/v1/traces?x`, { method: 'POST', body: '{}' });
  expect(answer.status).toBe(404);
  expect(await answer.json()).toMatchObject({ code: 5, message: expect.stringContaining('4318') });
});
