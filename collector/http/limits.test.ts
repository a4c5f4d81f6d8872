import { request } from 'node:http';
import { gzipSync } from 'node:zlib';
import { afterEach, describe, expect, it } from 'vitest';
import { MAX_BODY_BYTES } from './body-limits';
import { rawExchange, readStatus, startServer, type TestServer } from './testing/server';

const PB = 'application/x-protobuf';
const MIB = 1024 * 1024;
const tests: TestServer[] = [];

afterEach(async () => {
  for (const test of tests.splice(0)) await test.server.close();
});

async function start(options: Parameters<typeof startServer>[0]): Promise<TestServer> {
  const test = await startServer(options);
  tests.push(test);
  test.accept = async () => ({ records: 0, ignored: 0, rejected: { count: 0, message: '' } });
  return test;
}

async function post(test: TestServer, body: Buffer | string, headers: Record<string, string> = {}) {
  const response = await fetch(`${test.url}/v1/traces`, {
    method: 'POST',
    body,
    headers: { 'content-type': PB, ...headers },
  });
  return { response, status: response.status, bytes: Buffer.from(await response.arrayBuffer()) };
}

describe('sizes', () => {
  it('takes a body of exactly the limit and refuses one byte more, plain and compressed', async () => {
    const test = await start({ limits: { bodyBytes: MIB } });
    for (const [extra, status] of [
      [0, 200],
      [1, 413],
    ] as const) {
      const body = Buffer.alloc(MIB + extra);
      expect((await post(test, body)).status).toBe(status);
      const zipped = await post(test, gzipSync(body), { 'content-encoding': 'gzip' });
      expect(zipped.status).toBe(status);
      if (status === 413)
        expect(readStatus(PB, zipped.bytes)).toEqual({
          code: 8,
          message: expect.stringMatching(/larger than 1 MiB/),
        });
    }
    expect(test.sizes).toEqual([MIB, MIB]);
  });

  it('refuses a body without announced length at the limit, while it is being sent', async () => {
    const test = await start({ limits: { bodyBytes: MIB } });
    const status = await new Promise((resolve, reject) => {
      const sending = request(`${test.url}/v1/traces`, { method: 'POST', headers: { 'content-type': PB } });
      const timer = setInterval(() => sending.write(Buffer.alloc(256 * 1024)), 5);
      sending.on('response', (response) => {
        clearInterval(timer);
        resolve(response.statusCode);
        sending.destroy();
      });
      sending.on('error', reject);
    });
    expect(status).toBe(413);
  });

  it('cuts bombs of 100 MB at the limit, with bounded memory, and serves the next request', async () => {
    const test = await start({});
    // A hundred members of 1 MB each: about 100 kB on the wire.
    const bomb = Buffer.concat(Array.from({ length: 100 }, () => MEMBER));
    const send = () => post(test, bomb, { 'content-encoding': 'gzip' });
    expect((await send()).status).toBe(413);
    const before = process.memoryUsage().rss;
    const answers = await Promise.all(Array.from({ length: 50 }, send));
    for (const { status, response } of answers) {
      expect([413, 503]).toContain(status);
      expect(response.headers.get('retry-after')).toBe(status === 503 ? '1' : null);
    }
    expect(process.memoryUsage().rss - before).toBeLessThan(3 * MAX_BODY_BYTES);
    expect(test.sizes).toEqual([]);
    expect((await post(test, 'x')).status).toBe(200);
  });
  const MEMBER = gzipSync(Buffer.alloc(MIB));

  it('answers 503 when all requests together hold too much, and takes more afterwards', async () => {
    const test = await start({ limits: { inFlightBytes: 3 * MIB, bodyBytes: 2 * MIB } });
    let finish = () => {};
    const finished = new Promise<void>((resolve) => {
      finish = resolve;
    });
    test.accept = async () => {
      await finished;
      return { records: 0, ignored: 0, rejected: { count: 0, message: '' } };
    };
    const first = post(test, Buffer.alloc(2 * MIB));
    await expect.poll(() => test.sizes.length).toBe(1);
    const second = await post(test, Buffer.alloc(2 * MIB));
    expect(second.status).toBe(503);
    expect(second.response.headers.get('retry-after')).toBe('1');
    finish();
    expect((await first).status).toBe(200);
    expect((await post(test, Buffer.alloc(2 * MIB))).status).toBe(200);
  });

  it('counts the cost of pieces: a body of single bytes cannot fill memory', async () => {
    const test = await start({ limits: { inFlightBytes: MIB, bodyBytes: MIB } });
    const pieces = 20_000;
    const { text } = await rawExchange(test.port, (socket) => {
      socket.write(
        `POST /v1/traces HTTP/1.1\r\nhost: x\r\nconnection: close\r\ncontent-type: ${PB}\r\ntransfer-encoding: chunked\r\n\r\n`,
      );
      socket.write(`${'1\r\nx\r\n'.repeat(pieces)}0\r\n\r\n`);
    });
    expect(text).toMatch(/^HTTP\/1\.1 503 /);
  });
});

describe('slow and strange clients', () => {
  it('cuts a client that never finishes its headers', async () => {
    const test = await start({ limits: { headersTimeoutMs: 300, requestTimeoutMs: 600 } });
    const { text, ms } = await rawExchange(test.port, (socket) =>
      socket.write('POST /v1/traces HTTP/1.1\r\nhost: x\r\n'),
    );
    expect(text).toMatch(/^HTTP\/1\.1 503 .*retry-after/s);
    expect(ms).toBeLessThan(9_000);
  });

  it('asks a client whose body does not arrive in time to try again', async () => {
    const test = await start({ limits: { headersTimeoutMs: 300, requestTimeoutMs: 600 } });
    const { text, ms } = await rawExchange(test.port, (socket) =>
      socket.write(
        `POST /v1/traces HTTP/1.1\r\nhost: x\r\ncontent-type: ${PB}\r\ncontent-length: 100\r\n\r\nabc`,
      ),
    );
    expect(text).toMatch(/^HTTP\/1\.1 503 /);
    expect(ms).toBeLessThan(9_000);
    expect(test.sizes).toEqual([]);
  });

  it('tells a gRPC client which protocol to set, and the operator', async () => {
    const test = await start({});
    const { text } = await rawExchange(test.port, (socket) =>
      socket.write('PRI * HTTP/2.0\r\n\r\nSM\r\n\r\n'),
    );
    expect(text).toMatch(/^HTTP\/1\.1 400 .*OTEL_EXPORTER_OTLP_PROTOCOL=http\/protobuf/s);
    expect(test.logged.map(({ msg }) => msg)).toEqual(['a gRPC client calls the OTLP/HTTP port']);
  });

  it.each([
    ['no HTTP', 'hello\r\n\r\n', 400],
    ['a negative length', 'POST /v1/traces HTTP/1.1\r\nhost: x\r\ncontent-length: -1\r\n\r\n', 400],
    [
      'length and chunks at once',
      'POST /v1/traces HTTP/1.1\r\nhost: x\r\ncontent-length: 3\r\ntransfer-encoding: chunked\r\n\r\n0\r\n\r\n',
      400,
    ],
    ['1 MB of headers', `GET /healthz HTTP/1.1\r\nx: ${'a'.repeat(MIB)}\r\n\r\n`, 431],
  ])('answers %s with a Status and lives', async (_name, bytes, status) => {
    const test = await start({});
    const { text } = await rawExchange(test.port, (socket) => socket.write(bytes));
    expect(text).toMatch(new RegExp(`^HTTP/1\\.1 ${status} `));
    expect(text).toMatch(/\{"code":\d+,"message":/);
    expect((await post(test, 'x')).status).toBe(200);
  });

  it('reads a refused body to its end, so that the connection can be used again', async () => {
    const test = await start({});
    const { text } = await rawExchange(test.port, (socket) => {
      const head = `POST /v1/traces HTTP/1.1\r\nhost: x\r\ncontent-type: ${PB}\r\n`;
      socket.write(`${head}content-encoding: gzip\r\ncontent-length: ${8 * MIB}\r\n\r\n`);
      socket.write(Buffer.alloc(8 * MIB, 'no gzip'));
      socket.write(`${head}content-length: 1\r\nconnection: close\r\n\r\nx`);
    });
    expect(text.match(/HTTP\/1\.1 \d+/g)).toEqual(['HTTP/1.1 400', 'HTTP/1.1 200']);
  });

  it('survives a client that leaves in the middle of its body', async () => {
    const test = await start({});
    for (const coding of ['identity', 'gzip']) {
      await rawExchange(test.port, (socket) => {
        socket.write(
          `POST /v1/traces HTTP/1.1\r\nhost: x\r\ncontent-type: ${PB}\r\ncontent-encoding: ${coding}\r\ncontent-length: 1000\r\n\r\n\x1f\x8b\x08`,
        );
        setTimeout(() => socket.destroy(), 30);
      });
    }
    expect((await post(test, 'x')).status).toBe(200);
    expect(test.sizes).toEqual([1]);
  });
});
