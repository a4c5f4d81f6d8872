import { randomBytes } from 'node:crypto';
import { readFileSync } from 'node:fs';
import { brotliCompressSync, deflateRawSync, deflateSync, gzipSync } from 'node:zlib';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { part } from '../otlp/testing/wire';
import { readStatus, startServer, type TestServer } from './testing/server';

const PB = 'application/x-protobuf';
const plain = readFileSync(new URL('../otlp/testdata/js-sdk-traces.pb', import.meta.url));
const zst = (name: string) => readFileSync(new URL(`./testdata/${name}.zst`, import.meta.url));

let test: TestServer;
beforeAll(async () => {
  test = await startServer();
});
afterAll(() => test.server.close());

async function post(body: Buffer, coding: string) {
  const response = await fetch(`${test.url}/v1/traces`, {
    method: 'POST',
    body,
    headers: { 'content-type': PB, 'content-encoding': coding },
  });
  return { response, status: response.status, bytes: Buffer.from(await response.arrayBuffer()) };
}

const garbage = Buffer.from('garbage');
const halves = [plain.subarray(0, 500), plain.subarray(500)];

describe('what is read', () => {
  it.each([
    ['no compression', 'identity', plain],
    ['gzip', 'gzip', gzipSync(plain)],
    ['gzip under another name', 'X-GZIP', gzipSync(plain)],
    ['gzip of several members', 'gzip', Buffer.concat(halves.map((half) => gzipSync(half)))],
    ['deflate, which is zlib', 'deflate', deflateSync(plain)],
    ['deflate without the zlib header', 'deflate', deflateRawSync(plain)],
    ['brotli', 'br', brotliCompressSync(plain)],
    ['zstd of a known size', 'zstd', zst('traces-sized')],
    ['zstd of a stream', 'zstd', zst('traces-streamed')],
    ['identity beside gzip', 'identity, gzip', gzipSync(plain)],
  ])('%s', async (_name, coding, body) => {
    const { status } = await post(body, coding);
    expect([status, test.sizes.at(-1)]).toEqual([200, plain.length]);
  });

  it('an empty body, whatever it is called', async () => {
    for (const coding of ['gzip', 'deflate', 'br', 'zstd'])
      expect((await post(Buffer.alloc(0), coding)).status).toBe(200);
  });
});

describe('what is large', () => {
  // Too large for the synchronous path, compressed or decompressed; random bytes do not compress.
  const noise = Buffer.concat([plain, part(900, randomBytes(100_000))]);
  const air = Buffer.concat([plain, part(900, Buffer.alloc(1_000_000))]);
  it.each([
    ['gzip', gzipSync, gzipSync],
    ['deflate', deflateSync, deflateRawSync],
    ['br', brotliCompressSync, brotliCompressSync],
  ])('is read and refused like what is small: %s', async (coding, compress, other) => {
    for (const content of [noise, air]) {
      const body = compress(content);
      expect([(await post(body, coding)).status, test.sizes.at(-1)]).toEqual([200, content.length]);
      expect((await post(other(content), coding)).status).toBe(200);
      for (const broken of [body.subarray(0, -1), Buffer.concat([body, garbage])]) {
        const { status, bytes } = await post(broken, coding);
        expect([status, readStatus(PB, bytes).message]).toEqual([
          400,
          expect.stringMatching(`not valid ${coding}`),
        ]);
      }
    }
  });
});

describe('what is refused', () => {
  it.each([
    ['xgzip', /one of gzip, deflate, br, zstd/],
    ['snappy', /one of gzip, deflate, br, zstd/],
    ['gzip, gzip', /2 codings: compress the body once/],
    ['gzip, br', /2 codings: compress the body once/],
  ])('the coding %s, with 415 and what to send instead', async (coding, message) => {
    const { status, bytes, response } = await post(Buffer.from('x'), coding);
    expect(status).toBe(415);
    expect(readStatus(PB, bytes)).toEqual({ code: 3, message: expect.stringMatching(message) });
    expect(response.headers.get('accept-encoding')).toBe('gzip, deflate, br, zstd, identity');
  });

  const wrongChecksum = gzipSync(plain);
  wrongChecksum.fill(0x55, wrongChecksum.length - 8, wrongChecksum.length - 4);
  const wrongSize = gzipSync(plain);
  wrongSize.fill(0x55, wrongSize.length - 4);
  const compressed: readonly [string, Buffer][] = [
    ['gzip', gzipSync(plain)],
    ['deflate', deflateSync(plain)],
    ['br', brotliCompressSync(plain)],
    ['zstd', zst('traces-sized')],
    ['zstd', zst('traces-streamed')],
  ];

  it.each([
    ['only a gzip header', 'gzip', gzipSync('').subarray(0, 10)],
    ['a wrong checksum', 'gzip', wrongChecksum],
    ['a wrong length', 'gzip', wrongSize],
    ['zeros behind gzip', 'gzip', Buffer.concat([gzipSync(plain), Buffer.alloc(20)])],
    ...compressed.flatMap(([coding, body]): [string, string, Buffer][] => [
      [`a plain body called ${coding}`, coding, Buffer.from('plain text')],
      [`${coding} cut by one byte`, coding, body.subarray(0, -1)],
      [`${coding} cut in the middle`, coding, body.subarray(0, body.length / 2)],
      [`garbage behind ${coding}`, coding, Buffer.concat([body, garbage])],
    ]),
  ])('%s, with 400', async (_name, coding, body) => {
    const { status, bytes } = await post(body, coding);
    expect(status).toBe(400);
    expect(readStatus(PB, bytes)).toEqual({ code: 3, message: expect.stringMatching(`not valid ${coding}`) });
  });
});
