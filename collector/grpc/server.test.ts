import { readFileSync } from 'node:fs';
import type { ClientHttp2Session } from 'node:http2';
import { deflateSync, gzipSync } from 'node:zlib';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { FaaslensError } from '@/core/errors';
import { INGEST_KEY, LOCKED_KEY, READ_KEY } from '../http/testing/intake';
import { rawExchange } from '../http/testing/server';
import { call, framed, LOGS, METRICS, TRACES, withSession } from './testing/call';
import { startGrpcServer, type TestGrpcServer } from './testing/server';

const payload = (name: string) => readFileSync(new URL(`../otlp/testdata/${name}`, import.meta.url));
const traces = payload('js-sdk-traces.pb');
const gzip = { 'grpc-encoding': 'gzip' };

let test: TestGrpcServer;
beforeEach(async () => {
  test = await startGrpcServer();
});
afterEach(() => test.server.close());

const inSession = <Result>(use: (session: ClientHttp2Session) => Promise<Result>) =>
  withSession(test.url, use);
const send = (path: string, bytes: Uint8Array, headers = {}) =>
  inSession((session) => call(session, path, bytes, { headers }));

describe('success', () => {
  it.each([
    ['traces', TRACES, framed(traces), {}, traces.length],
    ['logs', LOGS, framed(payload('js-sdk-logs.pb')), {}, payload('js-sdk-logs.pb').length],
    ['metrics', METRICS, framed(Buffer.from([0x0a, 0])), {}, 2],
    ['gzip', TRACES, framed(gzipSync(traces), { flag: 1 }), gzip, traces.length],
    [
      'deflate',
      TRACES,
      framed(deflateSync(traces), { flag: 1 }),
      { 'grpc-encoding': 'deflate' },
      traces.length,
    ],
    ['a plain message where gzip was announced', TRACES, framed(traces), gzip, traces.length],
    ['an empty message', TRACES, framed(Buffer.alloc(0)), {}, 0],
    [
      'another name of the content type',
      TRACES,
      framed(traces),
      { 'content-type': 'application/grpc+proto' },
      traces.length,
    ],
  ])('takes %s', async (_name, path, bytes, headers, size) => {
    const answer = await send(path, bytes, headers);
    expect([answer.httpStatus, answer.code, answer.message]).toEqual([200, 0, '']);
    expect(answer.body.toString('hex')).toBe('0000000000');
    expect(test.sizes).toEqual([size]);
  });

  it('says what was rejected with OK, in the message', async () => {
    test.accept = async () => ({ records: 0, ignored: 0, rejected: { count: 2, message: 'two are broken' } });
    const { code, body } = await send(TRACES, framed(traces));
    expect(code).toBe(0);
    const said = Buffer.concat([Buffer.from([0x0a, 18, 0x08, 2, 0x12, 14]), Buffer.from('two are broken')]);
    expect(body.subarray(5)).toEqual(said);
  });

  it('takes many calls at once on one connection', async () => {
    await inSession(async (session) => {
      const answers = await Promise.all(
        Array.from({ length: 100 }, () => call(session, TRACES, framed(traces))),
      );
      expect(new Set(answers.map(({ code }) => code))).toEqual(new Set([0]));
    });
    expect(test.sizes).toHaveLength(100);
  });
});

describe('refusals', () => {
  const throwing = (error: Error) => async () => {
    throw error;
  };
  it.each([
    [
      'INVALID_ARGUMENT for bad data',
      new FaaslensError('invalid_input', 'bad: ü 100%\n'),
      3,
      'bad: ü 100%\n',
      null,
    ],
    [
      'RESOURCE_EXHAUSTED for too much, not to be sent again',
      new FaaslensError('too_large', 'much'),
      8,
      'much',
      null,
    ],
    ['UNAVAILABLE with a delay under load', new FaaslensError('overloaded', 'busy'), 14, 'busy', 1],
    [
      'UNAVAILABLE with a delay when nothing can be stored',
      new FaaslensError('unavailable', 'full'),
      14,
      'full',
      1,
    ],
    [
      'UNAVAILABLE for a defect, without its text',
      new TypeError('secret'),
      14,
      'the collector cannot take this right now',
      1,
    ],
  ])('answers %s', async (_name, error, code, message, retrySeconds) => {
    test.accept = throwing(error);
    expect(await send(TRACES, framed(traces))).toMatchObject({
      httpStatus: 200,
      code,
      message,
      retrySeconds,
    });
  });

  it.each([
    ['/opentelemetry.proto.collector.trace.v1.TraceService/Nothing'],
    ['/opentelemetry.proto.collector.profiles.v1development.ProfilesService/Export'],
    ['/grpc.health.v1.Health/Check'],
  ])('answers UNIMPLEMENTED to %s and says what there is', async (path) => {
    const { httpStatus, code, message } = await send(path, framed(traces));
    expect([httpStatus, code]).toEqual([200, 12]);
    expect(message).toMatch(/is not served: this port takes Export of the OTLP TraceService/);
  });

  it('answers UNIMPLEMENTED to a compression it does not know and says which it does', async () => {
    const answer = await send(TRACES, framed(traces, { flag: 1 }), { 'grpc-encoding': 'snappy' });
    expect([answer.code, answer.headers['grpc-accept-encoding']]).toEqual([12, 'identity, gzip, deflate']);
  });

  it('turns away OTLP/HTTP over HTTP/2', async () => {
    const { httpStatus, body } = await send('/v1/traces', traces, {
      'content-type': 'application/x-protobuf',
    });
    expect(httpStatus).toBe(415);
    expect(body.toString()).toMatch(/OTLP\/HTTP port/);
  });

  it('tells HTTP/1 clients which port and protocol to set, and the operator', async () => {
    const { text } = await rawExchange(test.port, (socket) => {
      socket.write('POST /v1/traces HTTP/1.1\r\nhost: x\r\ncontent-length: 5\r\n\r\nhello');
    });
    expect(text).toMatch(/^HTTP\/1\.1 400 .*send to port 4318, or set OTEL_EXPORTER_OTLP_PROTOCOL=grpc/s);
    await rawExchange(test.port, (socket) => socket.write(Buffer.from('160301020001', 'hex')));
    expect(test.logged.map(({ msg }) => msg)).toEqual([
      'a client calls the OTLP/gRPC port with HTTP/1',
      expect.stringMatching(/with TLS: set an http:\/\/ endpoint/),
    ]);
  });
});

describe('the door', () => {
  beforeEach(async () => {
    await test.server.close();
    test = await startGrpcServer({ auth: 'required' });
  });

  it.each([
    ['no key', {}, 16],
    ['an unknown key', { authorization: 'Bearer nothing' }, 16],
    ['a read key', { authorization: `Bearer ${READ_KEY}` }, 7],
    [
      'a page of another origin',
      { authorization: `Bearer ${INGEST_KEY}`, origin: 'https://evil.example' },
      7,
    ],
    ['keys that cannot be read', { authorization: `Bearer ${LOCKED_KEY}` }, 14],
  ])('refuses %s before the message has come', async (_name, headers, code) => {
    const answer = await inSession((session) =>
      call(session, TRACES, framed(Buffer.alloc(10), { length: 1_000_000 }), { headers, end: false }),
    );
    expect([answer.httpStatus, answer.code]).toEqual([200, code]);
    expect(test.sizes).toEqual([]);
  });

  it('lets an ingest key in', async () => {
    const { code } = await send(TRACES, framed(traces), { authorization: `Bearer ${INGEST_KEY}` });
    expect(code).toBe(0);
  });

  it('asks nothing on loopback under its own name, and for a key under any other, in mode auto', async () => {
    await test.server.close();
    test = await startGrpcServer({ auth: 'auto' });
    expect((await send(TRACES, framed(traces))).code).toBe(0);
    expect((await send(TRACES, framed(traces), { ':authority': 'lens.example.org' })).code).toBe(16);
    expect((await send(TRACES, framed(traces), { 'x-forwarded-for': '10.0.0.1' })).code).toBe(16);
  });
});
