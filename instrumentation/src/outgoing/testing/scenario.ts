import { createHash } from 'node:crypto';
import { createServer as createHttpServer, get, type IncomingHttpHeaders, request } from 'node:http';
import { connect, createServer } from 'node:http2';
import type { AddressInfo } from 'node:net';
import type { Duplex } from 'node:stream';
import { startEchoServer } from './echo-server';
import { follow } from './follow';

/** Run by other versions of Node.js: calls of every kind, then one line of JSON about what was seen. */
async function main(): Promise<void> {
  const server = await startEchoServer();
  const followed = follow();
  const headers = {
    'x-amz-target': 'DynamoDB_20120810.GetItem',
    authorization:
      'AWS4-HMAC-SHA256 Credential=A/20261121/eu-west-1/dynamodb/aws4_request, SignedHeaders=host, Signature=0',
  };
  const body = '{"TableName":"orders"}';
  const upgrades: IncomingHttpHeaders[] = [];
  await followed.inSpan(async () => {
    await (await fetch(`${server.url}/fetch`)).text();
    await (await fetch(server.url, { method: 'POST', headers, body })).text();
    await new Promise((resolve) => get(`${server.url}/get`, (answer) => answer.resume().on('end', resolve)));
    await new Promise((resolve) =>
      request(server.url, { method: 'POST', headers }, (answer) => answer.resume().on('end', resolve)).end(
        body,
      ),
    );
    await fetch(`${server.url}/reset`).catch(() => {});
    await new Promise((resolve) => get(`${server.url}/reset`).on('error', resolve));
    await overHttp2();
    await overWebSocket(upgrades);
  });
  const heads = [...server.requests.map((seen) => seen.headers), ...upgrades];
  const sent = heads.map((headers) => headers.traceparent?.toString().slice(36, 52));
  const spans = followed.ended.map(({ name, status, spanId }) => ({
    name,
    failed: status.code === 2,
    sent: sent.includes(spanId),
  }));
  followed.dispose();
  await server.close();
  process.stdout.write(JSON.stringify({ spans, errors: followed.errors.map(String) }));
}

async function overHttp2(): Promise<void> {
  const server = createServer((_request, response) => void response.end('x'));
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const client = connect(`http://127.0.0.1:${(server.address() as AddressInfo).port}`);
  const stream = client.request({ ':method': 'GET', ':path': '/' });
  stream.resume().end();
  await new Promise((resolve) => stream.on('close', resolve));
  await new Promise<void>((resolve) => client.close(resolve));
  server.close();
}

/** One that is accepted and stays open, and one that is refused. */
async function overWebSocket(upgrades: IncomingHttpHeaders[]): Promise<void> {
  const server = createHttpServer();
  const sockets: Duplex[] = [];
  server.on('upgrade', ({ url, headers }, socket) => {
    upgrades.push(headers);
    sockets.push(socket);
    if (url === '/no') return void socket.end('HTTP/1.1 403 Forbidden\r\ncontent-length: 0\r\n\r\n');
    const key = `${headers['sec-websocket-key']}258EAFA5-E914-47DA-95CA-C5AB0DC85B11`;
    const accept = createHash('sha1').update(key).digest('base64');
    socket.write(
      `HTTP/1.1 101 Switching Protocols\r\nupgrade: websocket\r\nconnection: upgrade\r\nsec-websocket-accept: ${accept}\r\n\r\n`,
    );
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const address = `ws://127.0.0.1:${(server.address() as AddressInfo).port}`;
  await new Promise<void>((resolve) => {
    new WebSocket(address).onopen = () => resolve();
  });
  await new Promise<void>((resolve) => {
    new WebSocket(`${address}/no`).onerror = () => resolve();
  });
  for (const socket of sockets) socket.destroy();
  server.close();
}

void main();
