import { readFileSync } from 'node:fs';
import { gzipSync } from 'node:zlib';
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { FaaslensError } from '@/core/errors';
import { readStatus, startServer, type TestServer } from './testing/server';

const payload = (name: string) => readFileSync(new URL(`../otlp/testdata/${name}`, import.meta.url));
const PB = 'application/x-protobuf';
const JSON_TYPE = 'application/json';

let test: TestServer;
let decode: TestServer['accept'];

beforeAll(async () => {
  test = await startServer();
  decode = test.accept;
});
afterAll(() => test.server.close());
beforeEach(() => {
  test.accept = decode;
});

async function post(path: string, body: Buffer | string, headers: Record<string, string>) {
  const response = await fetch(test.url + path, { method: 'POST', body, headers });
  const bytes = Buffer.from(await response.arrayBuffer());
  return { response, status: response.status, type: response.headers.get('content-type'), bytes };
}

describe('success', () => {
  it.each([
    ['/v1/traces', PB, 'js-sdk-traces.pb'],
    ['/v1/logs', PB, 'js-sdk-logs.pb'],
    ['/v1/traces', JSON_TYPE, 'js-sdk-traces.json'],
    ['/v1/logs', JSON_TYPE, 'js-sdk-logs.json'],
    ['/v1/traces', `${JSON_TYPE}; charset=utf-8`, 'js-sdk-traces.json'],
    ['/v1/traces', 'Application/JSON', 'js-sdk-traces.json'],
    ['//v1/traces', PB, 'js-sdk-traces.pb'],
    ['/v1/traces/?from=here', PB, 'js-sdk-traces.pb'],
  ])('answers 200 with an empty response in the same encoding: %s as %s', async (path, type, name) => {
    const { status, type: answered, bytes } = await post(path, payload(name), { 'content-type': type });
    expect(status).toBe(200);
    expect(answered).toBe(type === PB ? PB : JSON_TYPE);
    expect(bytes.toString()).toBe(type === PB ? '' : '{}');
  });

  it('takes an empty body as an empty request', async () => {
    for (const type of [PB, JSON_TYPE])
      expect((await post('/v1/logs', '', { 'content-type': type })).status).toBe(200);
  });

  it('says what was rejected with 200, and tells the operator once', async () => {
    const body = '{"resourceSpans":[{"scopeSpans":[{"spans":[{"name":"no ids"}]}]}]}';
    for (let time = 0; time < 3; time += 1) {
      const { status, bytes } = await post('/v1/traces', body, { 'content-type': JSON_TYPE });
      expect(status).toBe(200);
      expect(JSON.parse(bytes.toString())).toEqual({
        partialSuccess: { rejectedSpans: '1', errorMessage: 'spans rejected: traceId is missing (1)' },
      });
    }
    expect(test.logged.filter(({ msg }) => msg.includes('a part of the traces'))).toHaveLength(1);
  });

  it('tells the operator once of a warning that was sent', async () => {
    test.accept = async () => ({
      records: 0,
      ignored: 0,
      rejected: { count: 0, message: 'spans not kept of one of two' },
    });
    for (let time = 0; time < 3; time += 1) {
      const { bytes } = await post('/v1/traces', '{}', { 'content-type': JSON_TYPE });
      expect(JSON.parse(bytes.toString()).partialSuccess.errorMessage).toBe('spans not kept of one of two');
    }
    expect(test.logged.filter(({ msg }) => msg.includes('not kept as they were sent'))).toHaveLength(1);
  });

  it('accepts metrics, of which most are not kept, without a word', async () => {
    const { status, bytes } = await post('/v1/metrics', '{"resourceMetrics":[]}', {
      'content-type': JSON_TYPE,
    });
    expect([status, bytes.toString()]).toEqual([200, '{}']);
  });
});

describe('refusals', () => {
  it.each([
    ['400 for a broken body', 400, 3, /protobuf|JSON/, () => ({})],
    [
      '413 for too many records',
      413,
      8,
      /too many/,
      () => throwing(new FaaslensError('too_large', 'too many')),
    ],
    ['503 when overloaded', 503, 14, /busy/, () => throwing(new FaaslensError('overloaded', 'busy'))],
    [
      '503 when it cannot be stored',
      503,
      14,
      /no disk/,
      () => throwing(new FaaslensError('unavailable', 'no disk')),
    ],
    [
      '503 for a defect, without its text',
      503,
      14,
      /^the collector cannot/,
      () => throwing(new TypeError('secret')),
    ],
  ])('answers %s in the encoding of the request', async (_name, status, code, message, prepare) => {
    Object.assign(test, prepare());
    for (const type of [PB, JSON_TYPE]) {
      const answer = await post('/v1/traces', 'this is neither', { 'content-type': type });
      expect(answer.status).toBe(status);
      expect(answer.type).toBe(type);
      expect(readStatus(answer.type, answer.bytes)).toEqual({
        code,
        message: expect.stringMatching(message),
      });
      expect(answer.response.headers.get('retry-after')).toBe(status === 503 ? '1' : null);
    }
    test.accept = decode;
    expect((await post('/v1/traces', payload('js-sdk-traces.pb'), { 'content-type': PB })).status).toBe(200);
  });

  function throwing(error: Error) {
    return {
      accept: async () => {
        throw error;
      },
    };
  }

  it.each([
    ['text/plain', /application\/x-protobuf or application\/json/],
    ['nonsense', /application\/x-protobuf or application\/json/],
    ['application/grpc', /OTEL_EXPORTER_OTLP_PROTOCOL=http\/protobuf/],
    ['application/grpc+proto', /OTEL_EXPORTER_OTLP_PROTOCOL=http\/protobuf/],
  ])('answers 415 to the content type %s', async (type, message) => {
    const { status, type: answered, bytes } = await post('/v1/traces', 'x', { 'content-type': type });
    expect(status).toBe(415);
    expect(readStatus(answered, bytes)).toEqual({ code: 3, message: expect.stringMatching(message) });
  });

  it('answers 415 without a content type', async () => {
    const { status, bytes } = await post('/v1/traces', Buffer.from('x'), {});
    expect(status).toBe(415);
    expect(readStatus(JSON_TYPE, bytes).message).toMatch(/Content-Type is missing/);
  });

  it('answers 400 to a gzip body that is not called so, and says it', async () => {
    const { status, type, bytes } = await post('/v1/traces', gzipSync('{}'), { 'content-type': JSON_TYPE });
    expect(status).toBe(400);
    expect(readStatus(type, bytes).message).toMatch(/Content-Encoding: gzip/);
  });
});

describe('paths and methods', () => {
  it.each([
    ['POST', '/', 404, /OTEL_EXPORTER_OTLP_TRACES_ENDPOINT/],
    ['POST', '/v1/traces/v1/traces', 404, /added twice/],
    ['POST', '/V1/Traces', 404, /\/v1\/traces is/],
    ['POST', '/opentelemetry.proto.collector.trace.v1.TraceService/Export', 404, /http\/protobuf/],
    ['GET', '/anything', 404, /\/v1\/traces/],
    ['GET', '/v1/traces', 405, /POST only/],
    ['PUT', '/v1/logs/', 405, /POST only/],
    ['OPTIONS', '/v1/traces', 405, /POST only/],
    ['DELETE', '/healthz', 405, /GET only/],
  ])('%s %s answers %i with a hint', async (method, path, status, message) => {
    const response = await fetch(test.url + path, { method });
    expect(response.status).toBe(status);
    expect(response.headers.get('allow') !== null).toBe(status === 405);
    expect(response.headers.get('access-control-allow-origin')).toBeNull();
    expect(await response.json()).toEqual({
      code: status === 404 ? 5 : 12,
      message: expect.stringMatching(message),
    });
  });

  it('says whether it lives and whether it is ready, to anyone', async () => {
    expect((await fetch(`${test.url}/healthz`)).status).toBe(200);
    expect((await fetch(`${test.url}/readyz`)).status).toBe(200);
    test.ready = false;
    expect((await fetch(`${test.url}/readyz`)).status).toBe(503);
    expect((await fetch(`${test.url}/healthz`, { method: 'HEAD' })).status).toBe(200);
    test.ready = true;
  });

  it('stays ready where the database is damaged, for all else goes on, and says so', async () => {
    test.damaged = true;
    const answer = await fetch(`${test.url}/readyz`);
    expect([answer.status, await answer.text()]).toEqual([
      200,
      'ready; the database is damaged: "faaslens check" says where\n',
    ]);
    test.damaged = false;
  });
});
