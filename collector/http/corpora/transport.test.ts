import { readFileSync } from 'node:fs';
import type { Socket } from 'node:net';
import { brotliCompressSync, deflateSync, gzipSync } from 'node:zlib';
import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest';
import { startCollector, type TestCollector } from '../testing/collector';
import { rawExchange } from '../testing/server';

/** Requests and bodies broken in every way that a transport allows, against a complete collector. */
const PB = 'application/x-protobuf';
const body = readFileSync(new URL('../../otlp/testdata/js-sdk-traces.pb', import.meta.url));
const zst = readFileSync(new URL('../testdata/traces-streamed.zst', import.meta.url));

let collector: TestCollector;
beforeAll(async () => {
  collector = await startCollector();
});
afterAll(() => collector.close());

async function post(
  content: Buffer,
  headers: Record<string, string> = { 'content-type': PB },
  path = '/v1/traces',
) {
  const response = await fetch(collector.url + path, { method: 'POST', body: content, headers });
  await response.arrayBuffer();
  return response.status;
}

/** After anything, the next good request is accepted. */
afterEach(async () => {
  expect(await post(body)).toBe(200);
});

const type = (value: string) => ({ 'content-type': value });
const coding = (value: string) => ({ 'content-type': PB, 'content-encoding': value });

describe('requests', () => {
  it.each<[number, string, Buffer, Record<string, string>, string?]>([
    [200, 'parameters of the type', body, type(`${PB}; charset=utf-8; v=1`)],
    [200, 'another name of the type', body, type('application/protobuf')],
    [200, 'the path with slashes', body, type(PB), '//v1/traces/'],
    [200, 'a query', body, type(PB), '/v1/traces?a=b&a=c'],
    [200, 'nothing at all', Buffer.alloc(0), type(PB)],
    [200, 'deflate', deflateSync(body), coding('deflate')],
    [200, 'brotli', brotliCompressSync(body), coding('br')],
    [200, 'zstd', zst, coding('zstd')],
    [415, 'no type', body, {}],
    [415, 'plain text', body, type('text/plain')],
    [415, 'a form', body, type('application/x-www-form-urlencoded')],
    [415, 'two types in one', body, type(`${PB}, application/json`)],
    [415, 'an unknown coding', body, coding('xgzip')],
    [415, 'gzip in gzip', gzipSync(gzipSync(body)), coding('gzip,gzip')],
    [400, 'gzip in gzip, named once', gzipSync(gzipSync(body)), coding('gzip')],
    [400, 'gzip that is not named', gzipSync(body), type(PB)],
    [400, 'protobuf called JSON', body, type('application/json')],
    [400, 'JSON called protobuf', Buffer.from('{"resourceSpans":[]}'), type(PB)],
    [404, 'the path in capitals', body, type(PB), '/V1/TRACES'],
    [404, 'the path twice', body, type(PB), '/v1/traces/v1/traces'],
    [404, 'the path of profiles', body, type(PB), '/v1development/profiles'],
    [404, 'a path that climbs', body, type(PB), '/v1/traces/../../etc/passwd'],
  ])('%i for %s', async (status, _name, content, headers, path) => {
    expect(await post(content, headers, path)).toBe(status);
  });
});

const head = (...lines: string[]) =>
  `POST /v1/traces HTTP/1.1\r\nhost: x\r\ncontent-type: ${PB}\r\n${lines.join('\r\n')}`;
const wire = body.toString('latin1');

/** Ends the connection once answered: a busy server might otherwise see the end before it has read what came earlier. */
function endWhenAnswered(socket: Socket): void {
  let text = '';
  socket.on('data', (chunk) => {
    text += chunk.toString('latin1');
    if (/HTTP\/1\.1 [2-5]/.test(text)) setTimeout(() => socket.end(), 100);
  });
}

describe('bytes on the wire', () => {
  it.each([
    ['200', 'a length that fits', `${head(`content-length: ${body.length}`)}\r\n\r\n${wire}`],
    [
      '200',
      'chunks',
      `${head('transfer-encoding: chunked')}\r\n\r\n${body.length.toString(16)}\r\n${wire}\r\n0\r\n\r\n`,
    ],
    [
      '200',
      'the same type twice',
      `${head(`content-type: ${PB}`, `content-length: ${body.length}`)}\r\n\r\n${wire}`,
    ],
    [
      '100',
      'a question before the body',
      `${head('expect: 100-continue', `content-length: ${body.length}`)}\r\n\r\n${wire}`,
    ],
    ['200', 'HTTP/1.0', `${head(`content-length: ${body.length}`).replace('1.1', '1.0')}\r\n\r\n${wire}`],
    ['200', 'neither length nor chunks', `${head('connection: close')}\r\n\r\n`],
    [
      '400',
      'a length and chunks',
      `${head('content-length: 3', 'transfer-encoding: chunked')}\r\n\r\n0\r\n\r\n`,
    ],
    ['400', 'two lengths', `${head('content-length: 3', 'content-length: 4')}\r\n\r\nabcd`],
    ['400', 'a negative length', `${head('content-length: -1')}\r\n\r\n`],
    ['400', 'a length that is no number', `${head('content-length: ten')}\r\n\r\n`],
    ['400', 'an unknown transfer encoding', `${head('transfer-encoding: rot13')}\r\n\r\n`],
    ['400', 'a chunk of an impossible size', `${head('transfer-encoding: chunked')}\r\n\r\nzz\r\n`],
    ['400', 'a header with a line feed', `${head('x: a\nb: c\x00d')}\r\n\r\n`],
    ['400', 'no host', 'POST /v1/traces HTTP/1.1\r\ncontent-length: 0\r\n\r\n'],
    ['400', 'a method that is none', 'SEND /v1/traces HTTP/1.1\r\nhost: x\r\n\r\n'],
    ['405', 'TRACE', 'TRACE /v1/traces HTTP/1.1\r\nhost: x\r\n\r\n'],
    ['405', 'PUT', 'PUT /v1/traces HTTP/1.1\r\nhost: x\r\n\r\n'],
    ['431', '1 MB of headers', head(`x: ${'a'.repeat(1024 * 1024)}\r\n\r\n`)],
    ['431', '10,000 headers', head(...Array.from({ length: 10_000 }, (_, index) => `x${index}: y`), '\r\n')],
    [
      '431',
      '1,000 short headers',
      head(...Array.from({ length: 1_000 }, () => 'x: y'), 'content-length: 0\r\n\r\n'),
    ],
  ])('%s for %s', async (status, _name, bytes) => {
    const { text } = await rawExchange(collector.port, (socket) => {
      socket.write(bytes, 'latin1');
      endWhenAnswered(socket);
    });
    expect(text.slice(0, 12)).toBe(`HTTP/1.1 ${status}`);
    if (status === '100') expect(text).toMatch(/HTTP\/1\.1 200/);
  });

  it('take a body that ends too early for no request at all', async () => {
    const { text } = await rawExchange(collector.port, (socket) => {
      socket.write(`${head(`content-length: ${body.length + 100}`)}\r\n\r\n${wire}`, 'latin1');
      setTimeout(() => socket.end(), 50);
    });
    expect(text).not.toMatch(/ 200 /);
  });

  it('do not run into the next request: what is too much is answered on its own', async () => {
    const { text } = await rawExchange(collector.port, (socket) => {
      socket.write(`${head(`content-length: ${body.length - 1}`)}\r\n\r\n${wire}`, 'latin1');
      endWhenAnswered(socket);
    });
    expect(new Set(text.match(/HTTP\/1\.1 \d+/g))).toEqual(new Set(['HTTP/1.1 400']));
  });
});
