import { readFileSync } from 'node:fs';
import { expect, it } from 'vitest';
import { decodeLogs, decodeTraces } from './decode';

const read = (name: string) => new Uint8Array(readFileSync(new URL(`./testdata/${name}`, import.meta.url)));
const fromPb = decodeTraces(read('js-sdk-traces.pb'), 'protobuf', 0n);
const fromJson = decodeTraces(read('js-sdk-traces.json'), 'json', 0n);

it('decodes what the JavaScript SDK sends to the same spans in both encodings', () => {
  expect(fromPb).toEqual(fromJson);
  expect(fromPb.rejected).toEqual({ count: 0, message: '' });
  expect(fromPb.spans.map(({ name, kind, status }) => ({ name, kind, status }))).toEqual([
    { name: 'charge', kind: 'client', status: 'error' },
    { name: 'other trace', kind: 'internal', status: 'unset' },
    { name: 'checkout', kind: 'server', status: 'ok' },
  ]);
});

it('keeps every field of a span that the JavaScript SDK sends', () => {
  const [charge, other, checkout] = fromPb.spans;
  expect(checkout).toMatchObject({
    traceId: '666fea461abec6916fd29c26220d5cae',
    spanId: '7109f529346462ce',
    parentSpanId: null,
    flags: 257,
    startNs: 1795227797700000000n,
    endNs: 1795227797702245322n,
    scope: { name: 'shop-tracer', version: '1.2.3' },
  });
  expect(checkout?.attributes).toEqual({
    'faas.coldstart': true,
    'http.request.method': 'POST',
    count: -7,
    ratio: 0.25,
    tags: ['a', 'b'],
    numbers: [1, 2.5, -3],
    flags: [true, false],
    emoji: 'çé🎉',
    big: Number.MAX_SAFE_INTEGER,
  });
  expect(charge).toMatchObject({
    parentSpanId: checkout?.spanId,
    statusMessage: 'card refused',
    links: [{ traceId: other?.traceId, spanId: other?.spanId, attributes: { reason: 'retry' } }],
    events: [
      {
        name: 'exception',
        timeNs: 1795227797701958389n,
        attributes: { 'exception.type': 'TypeError', 'exception.message': 'card refused' },
      },
      { name: 'retrying', attributes: { attempt: 2 } },
    ],
  });
  expect(checkout?.resource.attributes).toEqual({
    'service.name': 'shop',
    'cloud.provider': 'aws',
    'faas.name': 'checkout',
    'faas.max_memory': 536870912,
    'process.pid': 42,
  });
  expect(checkout?.resource).toBe(charge?.resource);
});

it('decodes the log records that the JavaScript SDK sends to the same in both encodings', () => {
  const { logs, rejected } = decodeLogs(read('js-sdk-logs.pb'), 'protobuf', 0n);
  expect(decodeLogs(read('js-sdk-logs.json'), 'json', 0n).logs).toEqual(logs);
  expect(rejected.count).toBe(0);
  expect(logs).toMatchObject([
    {
      timeNs: 1795227797756000000n,
      severity: 9,
      severityText: 'INFO',
      body: 'order 17 accepted',
      attributes: { 'order.id': 17, nested: { a: [1, { b: 'c' }] }, raw: 'AP8Q' },
      traceId: '666fea461abec6916fd29c26220d5cae',
      spanId: '7109f529346462ce',
    },
    {
      severity: 17,
      body: '{"message":"failed","codes":[1,2]}',
      attributes: { nothing: null, 'event.name': 'checkout.failed' },
      traceId: null,
      spanId: null,
    },
  ]);
});
