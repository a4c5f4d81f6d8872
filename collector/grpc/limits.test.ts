import { once } from 'node:events';
import { connect as connectHttp2 } from 'node:http2';
import { connect } from 'node:net';
import { gzipSync } from 'node:zlib';
import { afterEach, describe, expect, it } from 'vitest';
import { call, framed, TRACES, withSession } from './testing/call';
import { startGrpcServer, type TestGrpcServer } from './testing/server';

const MIB = 1024 * 1024;
const OK = { records: 0, ignored: 0, rejected: { count: 0, message: '' } };
const tests: TestGrpcServer[] = [];

afterEach(async () => {
  for (const test of tests.splice(0)) await test.server.close();
});

async function start(options: Parameters<typeof startGrpcServer>[0] = {}): Promise<TestGrpcServer> {
  const test = await startGrpcServer(options);
  tests.push(test);
  test.accept = async () => OK;
  return test;
}

const send = (test: TestGrpcServer, bytes: Uint8Array, options: Parameters<typeof call>[3] = {}) =>
  withSession(test.url, (session) => call(session, TRACES, bytes, options));

/** Makes the store wait until the returned function is called. */
function stuck(test: TestGrpcServer): () => void {
  let finish = () => {};
  const finished = new Promise<void>((resolve) => {
    finish = resolve;
  });
  test.accept = async () => {
    await finished;
    return OK;
  };
  return finish;
}

describe('sizes', () => {
  it('takes a message of exactly the limit and refuses one byte more for good, plain and compressed', async () => {
    const test = await start({ limits: { bodyBytes: MIB } });
    for (const extra of [0, 1]) {
      const message = Buffer.alloc(MIB + extra);
      const plain = await send(test, framed(message));
      const zipped = await send(test, framed(gzipSync(message), { flag: 1 }), {
        headers: { 'grpc-encoding': 'gzip' },
      });
      for (const answer of [plain, zipped]) {
        expect([answer.code, answer.retrySeconds]).toEqual([extra === 0 ? 0 : 8, null]);
        expect(answer.message).toMatch(extra === 0 ? /^$/ : /larger than 1 MiB/);
      }
    }
    expect(test.sizes).toEqual([MIB, MIB]);
  });

  it('refuses a message that announces too much before it comes', async () => {
    const test = await start();
    const { code } = await send(test, framed(Buffer.from('x'), { length: 2 ** 32 - 1 }), { end: false });
    expect(code).toBe(8);
  });

  it('answers UNAVAILABLE with a delay when all calls together hold too much', async () => {
    const test = await start({ limits: { inFlightBytes: 3 * MIB, bodyBytes: 2 * MIB } });
    const finish = stuck(test);
    const first = send(test, framed(Buffer.alloc(2 * MIB)));
    await expect.poll(() => test.sizes.length).toBe(1);
    expect(await send(test, framed(Buffer.alloc(2 * MIB)))).toMatchObject({ code: 14, retrySeconds: 1 });
    finish();
    expect((await first).code).toBe(0);
    expect((await send(test, framed(Buffer.alloc(2 * MIB)))).code).toBe(0);
  });
});

describe('broken calls', () => {
  const message = Buffer.from('message');
  it.each([
    ['no message', Buffer.alloc(0), {}, /ended before/],
    ['half a prefix', framed(message).subarray(0, 3), {}, /ended before/],
    ['half a message', framed(message).subarray(0, 8), {}, /ended before/],
    ['two messages', Buffer.concat([framed(message), framed(message)]), {}, /more than one message/],
    ['an impossible flag', framed(message, { flag: 7 }), {}, /compression flag/],
    ['compression that is not named', framed(message, { flag: 1 }), {}, /grpc-encoding names nothing/],
    [
      'a message that is not gzip',
      framed(message, { flag: 1 }),
      { 'grpc-encoding': 'gzip' },
      /not valid gzip/,
    ],
  ])('answers INVALID_ARGUMENT to %s and serves the next call', async (_name, bytes, headers, text) => {
    const test = await start();
    await withSession(test.url, async (session) => {
      const answer = await call(session, TRACES, bytes, { headers });
      expect([answer.code, answer.message, answer.retrySeconds]).toEqual([
        3,
        expect.stringMatching(text),
        null,
      ]);
      expect((await call(session, TRACES, framed(message))).code).toBe(0);
    });
  });

  it('survives calls that are cancelled in the middle', async () => {
    const test = await start();
    await withSession(test.url, async (session) => {
      for (let count = 0; count < 20; count += 1) {
        const stream = session.request({
          ':method': 'POST',
          ':path': TRACES,
          'content-type': 'application/grpc',
        });
        stream.on('error', () => {});
        stream.write(framed(message, { length: 1_000 }));
        setTimeout(() => stream.close(8), 10);
        await once(stream, 'close');
      }
      expect((await call(session, TRACES, framed(message))).code).toBe(0);
    });
  });

  it('refuses calls beyond the limit of a connection, and goes on', async () => {
    const test = await start({ limits: { callsPerConnection: 10 } });
    const finish = stuck(test);
    await withSession(test.url, async (session) => {
      await once(session, 'remoteSettings');
      const calls = Array.from({ length: 500 }, () => call(session, TRACES, framed(message)));
      await expect.poll(() => test.sizes.length).toBe(10);
      finish();
      const answers = await Promise.all(calls);
      expect(answers.every(({ code }) => code === 0)).toBe(true);
    });
  });

  it('ends a connection that sends no HTTP/2 behind its opening', async () => {
    const test = await start();
    const socket = connect(test.port, '127.0.0.1');
    socket.write(`PRI * HTTP/2.0\r\n\r\nSM\r\n\r\n${'garbage'.repeat(100)}`);
    socket.resume();
    await once(socket, 'close');
    expect((await send(test, framed(message))).code).toBe(0);
  });
});

describe('slow clients', () => {
  it('asks for a message again that does not arrive in time', async () => {
    const test = await start({ limits: { requestTimeoutMs: 200 } });
    const answer = await send(test, framed(Buffer.alloc(10), { length: 1_000 }), { end: false });
    expect(answer).toMatchObject({ code: 14, retrySeconds: 1, message: expect.stringMatching(/in time/) });
    expect((await send(test, framed(Buffer.alloc(10)))).code).toBe(0);
  });

  it('hangs up on a client that says nothing, or stops in the middle of its opening', async () => {
    const test = await start({ limits: { openTimeoutMs: 200, closeMs: 200 } });
    for (const opening of ['', 'PR', 'PRI * HTTP/2.0\r\n\r\nSM']) {
      const started = performance.now();
      const socket = connect(test.port, '127.0.0.1');
      socket.on('error', () => {});
      socket.write(opening);
      socket.resume();
      await once(socket, 'close');
      expect(performance.now() - started).toBeLessThan(4_500);
    }
  });

  it('ends a connection that has had no call for a while, and none that has one', async () => {
    const test = await start({ limits: { idleMs: 100 } });
    const finish = stuck(test);
    const session = connectHttp2(test.url);
    let isOver = false;
    session.on('close', () => {
      isOver = true;
    });
    const called = call(session, TRACES, framed(Buffer.from('x')));
    await new Promise((resolve) => setTimeout(resolve, 300));
    expect(isOver).toBe(false);
    finish();
    expect((await called).code).toBe(0);
    await expect.poll(() => isOver).toBe(true);
  });
});

describe('closing', () => {
  it('finishes what is under way and takes nothing new', async () => {
    const test = await start();
    const finish = stuck(test);
    const called = send(test, framed(Buffer.from('x')));
    await expect.poll(() => test.sizes.length).toBe(1);
    const closed = test.server.close();
    const socket = connect(test.port, '127.0.0.1');
    await expect(once(socket, 'connect')).rejects.toThrow(/ECONNREFUSED/);
    finish();
    expect((await called).code).toBe(0);
    await closed;
  });

  it('cuts what does not finish in time', async () => {
    const test = await start({ limits: { closeMs: 200 } });
    stuck(test);
    const called = send(test, framed(Buffer.from('x'))).catch(() => null);
    await expect.poll(() => test.sizes.length).toBe(1);
    const started = performance.now();
    await test.server.close();
    expect(performance.now() - started).toBeLessThan(4_500);
    await called;
  });

  it('names the setting when the port is taken', async () => {
    const test = await start();
    const { createGrpcServer } = await import('./server');
    const other = createGrpcServer({
      config: { host: '127.0.0.1', otlpGrpcPort: test.port, otlpHttpPort: 4318 },
      intake: test.intake,
      log: test.log,
    });
    await expect(other.listen()).rejects.toMatchObject({
      code: 'conflict',
      message: expect.stringMatching(/EADDRINUSE.*FAASLENS_OTLP_GRPC_PORT/),
    });
    await other.close();
  });
});
