import { createServer, type RequestListener, type Server } from 'node:http';
import { createServer as createTlsServer } from 'node:https';
import { type AddressInfo, createServer as createTcpServer, type Socket } from 'node:net';
import type { TLSSocket } from 'node:tls';
import { afterEach, describe, expect, it, vi } from 'vitest';
import { SELF_SIGNED } from '../testing/self-signed';
import { createLines } from './http-lines';
import { createSocketPosts } from './socket-post';

describe('a post over a socket of its own', () => {
  const open: { close(): unknown }[] = [];
  const started = async <S extends Server | ReturnType<typeof createTcpServer>>(server: S) => {
    open.push(server);
    await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
    return new URL(`http://127.0.0.1:${(server.address() as AddressInfo).port}/v1/traces?a=1`);
  };
  const serve = (listener: RequestListener) => started(createServer(listener));
  const bytes = (text: string) => Buffer.from(text);
  afterEach(() => {
    for (const server of open.splice(0)) server.close();
  });

  it('brings path, headers and body of any length, and gives back the answer', async () => {
    const seen: unknown[] = [];
    const url = await serve(async (request, response) => {
      let body = '';
      for await (const chunk of request.setEncoding('utf8')) body += chunk;
      seen.push([request.method, request.url, request.headers.host, request.headers['x-a'], body.length]);
      response.writeHead(207, { 'retry-after': '3' }).end('grüße');
    });
    const post = createSocketPosts()(url, { 'x-a': '1' });
    const body = 'ü'.repeat(300_000);
    expect(await post(bytes(body), 5_000)).toEqual({
      kind: 'response',
      status: 207,
      retryAfter: '3',
      body: 'grüße',
    });
    expect(seen).toEqual([['POST', '/v1/traces?a=1', url.host, '1', 300_000]]);
  });

  it('shares one kept connection between two signals, each with its own answer', async () => {
    const sockets = new Set<Socket>();
    const url = await serve((request, response) => {
      sockets.add(request.socket);
      request.resume().on('end', () => response.end(request.url));
    });
    const postTo = createSocketPosts();
    const [traces, logs] = [postTo(url, {}), postTo(new URL('/v1/logs', url), {})];
    for (let round = 0; round < 3; round += 1) {
      const answers = await Promise.all([traces(bytes('a'), 5_000), logs(bytes('b'), 5_000)]);
      expect(answers).toMatchObject([{ body: '/v1/traces?a=1' }, { body: '/v1/logs' }]);
    }
    expect(sockets.size).toBe(1);
  });

  it('speaks TLS with the name of the server, over one connection, and only to one that can be trusted', async () => {
    const sockets = new Set<unknown>();
    const listener: RequestListener = (request, response) => {
      sockets.add((request.socket as TLSSocket).servername);
      sockets.add(request.socket);
      request.resume().on('end', () => response.end('ok'));
    };
    const { port } = await started(createTlsServer(SELF_SIGNED, listener));
    const url = new URL(`https://localhost:${port}/v1/traces`);
    expect(await createSocketPosts()(url, {})(bytes('a'), 5_000)).toEqual({
      kind: 'failed',
      reason: 'DEPTH_ZERO_SELF_SIGNED_CERT',
    });
    vi.stubEnv('NODE_TLS_REJECT_UNAUTHORIZED', '0');
    const post = createSocketPosts()(url, {});
    const answers = [await post(bytes('a'), 5_000), await post(bytes('b'), 5_000)];
    vi.unstubAllEnvs();
    expect(answers).toMatchObject([
      { status: 200, body: 'ok' },
      { status: 200, body: 'ok' },
    ]);
    expect([...sockets][0]).toBe('localhost');
    expect(sockets.size).toBe(2);
  });

  it('sends a login in the address as a header, and no header that a value would smuggle in', async () => {
    let headers: unknown;
    const url = await serve((request, response) => {
      headers = request.headers;
      response.end();
    });
    url.username = 'me';
    url.password = 'p%40ss';
    await createSocketPosts()(url, { 'x-a': 'one\r\nx-b: two' })(bytes('a'), 5_000);
    expect(headers).toMatchObject({ authorization: `Basic ${btoa('me:p@ss')}`, 'x-a': 'onex-b: two' });
    expect(headers).not.toHaveProperty('x-b');
  });

  it('takes a connection that cannot even be begun for a failure', async () => {
    const lines = createLines(() => {
      throw new Error('no cipher match');
    });
    lines.connect();
    expect(await lines.post('POST / HTTP/1.1\r\ncontent-length: ', bytes('x'), 1_000)).toEqual({
      kind: 'failed',
      reason: 'Error: no cipher match',
    });
  });

  it('sends a login that is wrongly encoded as it is', async () => {
    const seen: unknown[] = [];
    const url = await serve((request, response) => {
      seen.push(request.headers.authorization);
      response.end();
    });
    url.username = 'user';
    const post = createSocketPosts()(new URL(url.href.replace('user@', 'user:100%@')), {});
    await post(bytes('x'), 5_000);
    expect(seen).toEqual([`Basic ${Buffer.from('user:100%').toString('base64')}`]);
  });

  it('says what went wrong: nobody there, too late, closed on it, not HTTP', async () => {
    const silent = await serve(() => {});
    expect(await createSocketPosts()(silent, {})(bytes('a'), 50)).toEqual({ kind: 'timeout' });
    const gone = await started(createTcpServer());
    await new Promise((resolve) => open.pop()?.close() && setTimeout(resolve, 20));
    const refused = await createSocketPosts()(gone, {})(bytes('a'), 5_000);
    expect(refused).toEqual({ kind: 'failed', reason: 'ECONNREFUSED' });
    const closing = await started(createTcpServer((socket) => socket.once('data', () => socket.end())));
    expect(await createSocketPosts()(closing, {})(bytes('a'), 5_000)).toEqual({ kind: 'stale' });
    const bored = await serve((_request, response) => void response.writeHead(408).end());
    expect(await createSocketPosts()(bored, {})(bytes('a'), 5_000)).toEqual({ kind: 'stale' });
    const babbling = await started(createTcpServer((socket) => void socket.write('SSH-2.0\r\n\r\n')));
    expect(await createSocketPosts()(babbling, {})(bytes('a'), 5_000)).toMatchObject({ kind: 'failed' });
  });

  it('does not read an answer without end', async () => {
    const url = await serve((_request, response) => {
      const timer = setInterval(() => response.write('x'.repeat(10_000)), 1);
      response.on('close', () => clearInterval(timer));
    });
    const result = await createSocketPosts()(url, {})(bytes('a'), 5_000);
    expect(result).toEqual({ kind: 'failed', reason: 'Error: the answer is too long' });
  });
});
