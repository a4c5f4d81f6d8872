import { createServer } from 'node:http';
import { type AddressInfo, connect } from 'node:net';
import { text } from 'node:stream/consumers';
import { describe, expect, it } from 'vitest';
import { FORWARDED_MARK, markForwardedRequests } from '@/core/auth/forwarded-mark';
import { showsProxy } from '@/core/auth/proxy-marks';
import { requestFacts } from './request-facts';

const BY_NEXT = {
  host: 'localhost:3000',
  'x-forwarded-host': 'localhost:3000',
  'x-forwarded-port': '3000',
  'x-forwarded-proto': 'http',
  'x-forwarded-for': '::ffff:127.0.0.1',
};
const proxied = (headers: Record<string, string>) =>
  showsProxy(requestFacts('GET', new Headers({ ...BY_NEXT, ...headers })));

describe('the facts of a request', () => {
  it('show no proxy when Next alone added X-Forwarded headers', () => {
    for (const sender of ['127.0.0.1', '::1', '::ffff:127.0.0.1'])
      expect(proxied({ 'x-forwarded-for': sender })).toBe(false);
  });

  it.each<[string, string]>([
    ['x-forwarded-for', '203.0.113.7'],
    ['x-forwarded-for', '127.0.0.1, 203.0.113.7'],
    ['x-forwarded-for', 'localhost.evil.example'],
    ['x-forwarded-for', ''],
    ['x-forwarded-host', 'lens.example'],
    ['x-forwarded-proto', 'https'],
    ['x-forwarded-port', '443'],
    ['x-forwarded-server', 'proxy'],
    ['forwarded', 'for=127.0.0.1'],
    [FORWARDED_MARK, '1'],
  ])('show a proxy that says %s: %s', (name, value) => expect(proxied({ [name]: value })).toBe(true));
});

it('a request is marked when it arrives with such a header, and nobody can take the mark away', async () => {
  markForwardedRequests();
  const server = createServer((request, response) => response.end(String(request.headers[FORWARDED_MARK])));
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const { port } = server.address() as AddressInfo;
  const ask = async (headers: Record<string, string>) =>
    (await fetch(`http://127.0.0.1:${port}/`, { headers })).text();
  expect(await ask({})).toBe('undefined');
  expect(await ask({ [FORWARDED_MARK]: '' })).toBe('undefined');
  expect(await ask({ 'X-Forwarded-Anything': '127.0.0.1' })).toBe('1');
  expect(await ask({ Forwarded: '', [FORWARDED_MARK]: '0' })).toBe('1');
  expect(await askInHttp10(port)).toBe('1');
  server.close();
});

/** As an nginx without further settings asks. */
async function askInHttp10(port: number): Promise<string | undefined> {
  const socket = connect(port, '127.0.0.1');
  socket.write(`GET / HTTP/1.0\r\nHost: 127.0.0.1:${port}\r\nConnection: close\r\n\r\n`);
  return (await text(socket)).split('\r\n\r\n')[1];
}
