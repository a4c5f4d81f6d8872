import { randomBytes } from 'node:crypto';
import { connect, type Socket } from 'node:net';
import { gzipSync } from 'node:zlib';
import { afterEach, describe, expect, it } from 'vitest';
import { INGEST_KEY, OTHER_INGEST_KEY } from './testing/intake';
import { startServer, type TestServer } from './testing/server';

const MIB = 1024 * 1024;
const OK = { records: 0, ignored: 0, rejected: { count: 0, message: '' } };
let test: TestServer;
let sockets: Socket[] = [];

afterEach(async () => {
  for (const socket of sockets) socket.destroy();
  sockets = [];
  await test.server.close();
});

function open(): Socket {
  const socket = connect(test.port, '127.0.0.1');
  socket.on('error', () => {});
  sockets.push(socket);
  return socket;
}
const post = (body: Buffer, key = INGEST_KEY, headers: Record<string, string> = {}) =>
  fetch(`${test.url}/v1/traces`, {
    method: 'POST',
    body,
    headers: { 'content-type': 'application/x-protobuf', authorization: `Bearer ${key}`, ...headers },
  });

describe('many clients', () => {
  it('that send a byte now and then are cut, and hold nobody up meanwhile', async () => {
    test = await startServer({ limits: { headersTimeoutMs: 1_000, requestTimeoutMs: 1_500 } });
    const opening = 'POST /v1/traces HTTP/1.1\r\nhost: x\r\ncontent-length: 1000\r\n';
    let cut = 0;
    const dribble: NodeJS.Timeout[] = [];
    for (let count = 0; count < 100; count += 1) {
      const socket = open();
      // Half of them stall in the headers, half in the body.
      let rest = count % 2 === 0 ? opening : `${opening}content-type: application/x-protobuf\r\n\r\n`;
      socket.write(rest.slice(0, 20));
      rest = rest.slice(20);
      dribble.push(
        setInterval(() => {
          socket.write(rest[0] ?? 'x');
          rest = rest.slice(1);
        }, 250),
      );
      socket.on('close', () => {
        cut += 1;
      });
    }
    const started = performance.now();
    for (let count = 0; count < 20; count += 1) expect((await post(Buffer.alloc(0))).status).toBe(200);
    expect(performance.now() - started).toBeLessThan(60_000);
    await expect.poll(() => cut, { timeout: 15_000 }).toBe(100);
    for (const timer of dribble) clearInterval(timer);
  });

  it('beyond the bound on connections are turned away, until others leave', async () => {
    test = await startServer({ limits: { connections: 5 } });
    const held = Array.from({ length: 5 }, open);
    await Promise.all(held.map((socket) => new Promise((resolve) => socket.once('connect', resolve))));
    const turnedAway = open();
    await new Promise((resolve) => turnedAway.once('close', resolve));
    expect(test.logged.map(({ msg }) => msg)).toEqual(['connections are refused: too many are open']);
    held[0]?.destroy();
    await expect.poll(async () => (await post(Buffer.alloc(0)).catch(() => null))?.status).toBe(200);
  });
});

describe('one noisy key', () => {
  it('fills its share of the memory, and others are still taken', async () => {
    test = await startServer({ auth: 'required', limits: { inFlightBytes: 12 * MIB } });
    let finish = () => {};
    const finished = new Promise<void>((resolve) => {
      finish = resolve;
    });
    test.accept = async () => {
      await finished;
      return OK;
    };
    const noisy = Array.from({ length: 20 }, () => post(Buffer.alloc(MIB)));
    const refused = await Promise.any(
      noisy.map(async (sent) => {
        const answer = await sent;
        if (answer.status !== 503) throw new Error('not refused');
        return answer;
      }),
    );
    expect(refused.headers.get('retry-after')).toBe('1');
    const held = test.sizes.length;
    const quiet = post(Buffer.alloc(MIB), OTHER_INGEST_KEY);
    await expect.poll(() => test.sizes.length).toBeGreaterThan(held);
    finish();
    expect((await quiet).status).toBe(200);
    const statuses = (await Promise.all(noisy)).map(({ status }) => status);
    expect(statuses.filter((status) => status === 200).length).toBeGreaterThanOrEqual(5);
  });

  it('of 200 connections takes turns with a quiet one: where its bodies are unpacked, too', async () => {
    test = await startServer({ auth: 'required', limits: { inFlightBytes: 1024 * MIB } });
    const order: string[] = [];
    test.accept = async (_signal, _encoding, _body, sender = '') => {
      order.push(sender);
      return OK;
    };
    const body = gzipSync(randomBytes(768 * 1024).toString('base64'));
    const send = (key: string) => post(body, key, { 'content-encoding': 'gzip' });
    const noisy = Array.from({ length: 200 }, () => send(INGEST_KEY));
    await Promise.race(noisy);
    const before = order.length;
    const quiet = Array.from({ length: 5 }, () => send(OTHER_INGEST_KEY));
    const statuses = (await Promise.all([...noisy, ...quiet])).map(({ status }) => status);
    expect(new Set(statuses)).toEqual(new Set([200]));
    const [one, other] = [order[0], order.find((sender) => sender !== order[0]) ?? ''];
    expect(order.filter((sender) => sender === one)).toHaveLength(200);
    // Without turns, all are decompressed concurrently and the latest finish last.
    expect(order.lastIndexOf(other) - before).toBeLessThan(60);
  });
});
