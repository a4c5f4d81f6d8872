import { createServer } from 'node:http';
import { type AddressInfo, connect } from 'node:net';
import { text } from 'node:stream/consumers';
import { describe, expect, it } from 'vitest';
import { FORWARDED_MARK, markForwardedRequests, SENDER_ADDRESS } from '@/core/auth/forwarded-mark';
import { showsProxy } from '@/core/auth/proxy-marks';
import { requestFacts, visitorOf } from './request-facts';

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

describe('the address of who signs in', () => {
  const address = (sender: string, headers: Record<string, string> = {}) =>
    visitorOf(requestFacts('POST', new Headers({ ...headers, [SENDER_ADDRESS]: sender }))).address;
  const passedOn = { [FORWARDED_MARK]: '1', 'x-forwarded-for': '192.0.2.99, 203.0.113.7' };

  it.each(['127.0.0.1', '::1', '::ffff:10.1.2.3', '172.17.0.1', 'fd12::1'])(
    'is what a proxy at %s says last',
    (sender) => expect(address(sender, passedOn)).toBe('203.0.113.7'),
  );

  it.each(['8.8.8.8', '::ffff:8.8.8.8', '2606:4700:4700::1111'])(
    'is that of who comes from %s, whatever is said of others',
    (sender) => expect(address(sender, passedOn)).toBe(sender),
  );

  it('is that of the connection without a proxy, and never long', () => {
    expect(address('203.0.113.7', { 'x-forwarded-for': '127.0.0.1' })).toBe('203.0.113.7');
    expect(address('127.0.0.1', { ...passedOn, 'x-forwarded-for': 'x'.repeat(9000) })).toHaveLength(64);
  });
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

/** A request as nginx forwards it by default. */
async function askInHttp10(port: number): Promise<string | undefined> {
  const socket = connect(port, '127.0.0.1');
  socket.write(`GET / HTTP/1.0\r\nHost: 127.0.0.1:${port}\r\nConnection: close\r\n\r\n`);
  return (await text(socket)).split('\r\n\r\n')[1];
}
