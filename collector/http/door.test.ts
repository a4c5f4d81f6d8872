import { readFileSync } from 'node:fs';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { INGEST_KEY, LOCKED_KEY, READ_KEY } from './testing/intake';
import { rawExchange, readStatus, startServer, type TestServer } from './testing/server';

const PB = 'application/x-protobuf';
const body = readFileSync(new URL('../otlp/testdata/js-sdk-traces.pb', import.meta.url));

describe('the door', () => {
  let test: TestServer;
  beforeAll(async () => {
    test = await startServer({ auth: 'required' });
  });
  afterAll(() => test.server.close());

  it.each([
    ['no key', {}, 401, 16],
    ['an invalid content type without a key', { 'content-type': 'nonsense' }, 401, 16],
    ['an unknown key', { authorization: 'Bearer nothing' }, 401, 16],
    ['a read key', { authorization: `Bearer ${READ_KEY}` }, 403, 7],
    [
      'a page of another origin',
      { authorization: `Bearer ${INGEST_KEY}`, origin: 'https://evil.example' },
      403,
      7,
    ],
    ['keys that cannot be read', { authorization: `Bearer ${LOCKED_KEY}` }, 503, 14],
  ])(
    'refuses %s in the encoding of the request',
    async (_name, headers: Record<string, string>, status, code) => {
      const response = await fetch(`${test.url}/v1/traces`, {
        method: 'POST',
        body,
        headers: { 'content-type': PB, ...headers },
      });
      expect(response.status).toBe(status);
      expect(response.headers.get('www-authenticate')).toBe(status === 401 ? 'Bearer' : null);
      expect(
        readStatus(response.headers.get('content-type'), Buffer.from(await response.arrayBuffer())).code,
      ).toBe(code);
      expect(test.sizes).toEqual([]);
    },
  );

  it('refuses before the body has come', async () => {
    const { text } = await rawExchange(test.port, (socket) => {
      socket.write(
        `POST /v1/logs HTTP/1.1\r\nhost: 127.0.0.1\r\ncontent-type: ${PB}\r\ncontent-length: 1000000\r\n\r\n`,
      );
      socket.once('data', () => socket.end());
    });
    expect(text).toMatch(/^HTTP\/1\.1 401 /);
  });

  it('lets an ingest key in, and answers health checks without one', async () => {
    const headers = { 'content-type': PB, authorization: `Bearer ${INGEST_KEY}` };
    const sent = await fetch(`${test.url}/v1/traces`, { method: 'POST', body, headers });
    expect(sent.status).toBe(200);
    expect((await fetch(`${test.url}/readyz`)).status).toBe(200);
  });
});

it('asks for a key what comes by HTTP/1.0, as nginx, left as it comes, passes on what strangers send', async () => {
  const test = await startServer({ auth: 'auto' });
  const send = async (version: string, more = '') => {
    const head = `POST /v1/traces HTTP/${version}\r\nhost: 127.0.0.1:4318\r\nconnection: close\r\n${more}`;
    const { text } = await rawExchange(test.port, (socket) => {
      socket.write(`${head}content-type: ${PB}\r\ncontent-length: 0\r\n\r\n`);
    });
    return text.split(' ')[1];
  };
  expect(await send('1.1')).toBe('200');
  expect(await send('1.0')).toBe('401');
  expect(await send('1.0', `authorization: Bearer ${INGEST_KEY}\r\n`)).toBe('200');
  await test.server.close();
});

describe('closing', () => {
  it('finishes what is under way, is not ready meanwhile, and takes nothing new', async () => {
    const test = await startServer();
    let finish = () => {};
    const finished = new Promise<void>((resolve) => {
      finish = resolve;
    });
    test.accept = async () => {
      await finished;
      return { records: 0, ignored: 0, rejected: { count: 0, message: '' } };
    };
    const sent = fetch(`${test.url}/v1/traces`, { method: 'POST', body, headers: { 'content-type': PB } });
    await expect.poll(() => test.sizes.length).toBe(1);
    let askTheRest: (() => void) | undefined;
    const asking = rawExchange(test.port, (socket) => {
      socket.write('GET /readyz HTTP/1.1\r\nhost: x\r\n', () => {
        askTheRest = () => socket.write('\r\n');
      });
    });
    await expect.poll(() => askTheRest).toBeDefined();
    // Data written to this process is read in its next event loop turns.
    for (let turn = 0; turn < 10; turn += 1) await new Promise(setImmediate);
    const closed = test.server.close();
    askTheRest?.();
    expect((await asking).text).toMatch(/^HTTP\/1\.1 503 .*connection: close.*not ready/is);
    await expect(fetch(`${test.url}/healthz`)).rejects.toThrow();
    finish();
    const answer = await sent;
    expect([answer.status, answer.headers.get('connection')]).toEqual([200, 'close']);
    const started = performance.now();
    await closed;
    expect(performance.now() - started).toBeLessThan(4_500);
  });

  it('cuts what does not finish in time', async () => {
    const test = await startServer({ limits: { closeMs: 200 } });
    test.accept = () => new Promise(() => {});
    const sent = fetch(`${test.url}/v1/traces`, { method: 'POST', body, headers: { 'content-type': PB } });
    sent.catch(() => {});
    await expect.poll(() => test.sizes.length).toBe(1);
    const started = performance.now();
    await test.server.close();
    expect(performance.now() - started).toBeLessThan(4_500);
    await expect(sent).rejects.toThrow();
  });

  it('names the setting when the port is taken', async () => {
    const test = await startServer();
    const { createOtlpServer } = await import('./server');
    const other = createOtlpServer({
      config: { host: '127.0.0.1', otlpHttpPort: test.port, corsOrigins: [] },
      intake: test.intake,
      ready: () => true,
      log: test.log,
    });
    await expect(other.listen()).rejects.toMatchObject({
      code: 'conflict',
      message: expect.stringMatching(/EADDRINUSE.*FAASLENS_OTLP_HTTP_PORT/),
    });
    await other.close();
    await test.server.close();
  });
});
