import { get, request } from 'node:http';
import { connect, createServer } from 'node:http2';
import type { AddressInfo } from 'node:net';
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
  });
  const sent = server.requests.map((seen) => seen.headers.traceparent?.toString().slice(36, 52));
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

void main();
