import { describe, expect, it } from 'vitest';
import type { LogRecord, Span } from '@/core/model/telemetry';
import { decodeLogs, decodeTraces } from './decode';
import { SPAN_ID, TRACE_ID } from './testing/wire';

const SPAN = {
  traceId: TRACE_ID,
  spanId: SPAN_ID,
  name: 'work',
  startTimeUnixNano: '1700000000000000000',
  endTimeUnixNano: '1700000000000000500',
};
const decode = (...spans: unknown[]) =>
  decodeTraces(Buffer.from(JSON.stringify({ resourceSpans: [{ scopeSpans: [{ spans }] }] })), 'json', 5n);
const only = (fields: object): Span | undefined => decode({ ...SPAN, ...fields }).spans[0];
const value = (sent: unknown) => only({ attributes: [{ key: 'k', value: sent }] })?.attributes.k;
const log = (fields: object): LogRecord | undefined =>
  decodeLogs(
    Buffer.from(JSON.stringify({ resourceLogs: [{ scopeLogs: [{ logRecords: [fields] }] }] })),
    'json',
    5n,
  ).logs[0];

describe('lenient in', () => {
  it('takes snake_case keys on every level', () => {
    const body = {
      resource_spans: [
        {
          resource: { attributes: [{ key: 'service.name', value: { string_value: 'shop' } }] },
          scope_spans: [
            {
              spans: [
                { trace_id: TRACE_ID, span_id: SPAN_ID, parent_span_id: SPAN_ID, start_time_unix_nano: 7 },
              ],
            },
          ],
        },
      ],
    };
    const { spans } = decodeTraces(Buffer.from(JSON.stringify(body)), 'json', 5n);
    expect(spans).toMatchObject([
      { parentSpanId: SPAN_ID, startNs: 7n, resource: { attributes: { 'service.name': 'shop' } } },
    ]);
  });

  it('takes enums as numbers, digits and names', () => {
    for (const kind of [2, '2', 'SPAN_KIND_SERVER', 'server']) expect(only({ kind })?.kind).toBe('server');
    for (const code of [2, 'STATUS_CODE_ERROR', 'ERROR'])
      expect(only({ status: { code } })?.status).toBe('error');
    for (const severityNumber of [18, 'SEVERITY_NUMBER_ERROR2'])
      expect(log({ severityNumber })?.severity).toBe(18);
    expect(only({ kind: 99, status: { code: 'no' } })).toMatchObject({
      kind: 'unspecified',
      status: 'unset',
    });
    expect(log({ severityNumber: 99 })?.severity).toBe(0);
  });

  it('takes null for every field as absent', () => {
    const nulls = Object.fromEntries(
      ['parentSpanId', 'traceState', 'kind', 'flags', 'attributes', 'events', 'links', 'status'].map(
        (name) => [name, null],
      ),
    );
    expect(only(nulls)).toEqual(only({}));
    expect(value({ doubleValue: null })).toBeNull();
    expect(value(null)).toBeNull();
  });

  it('takes ids in any case and, of the right length, in base64', () => {
    const traceId = Buffer.from(TRACE_ID, 'hex').toString('base64');
    const spanId = Buffer.from(SPAN_ID, 'hex').toString('base64');
    expect(only({ traceId, spanId })).toMatchObject({ traceId: TRACE_ID, spanId: SPAN_ID });
    expect(only({ traceId: TRACE_ID.toUpperCase() })?.traceId).toBe(TRACE_ID);
  });

  it('takes a byte order mark before the body', () => {
    expect(decodeTraces(Buffer.from('\ufeff{"resourceSpans":[]}'), 'json', 5n).spans).toEqual([]);
  });
});

describe('values', () => {
  it.each([
    [{ intValue: '12' }, 12],
    [{ intValue: -12 }, -12],
    [{ intValue: '9007199254740993' }, '9007199254740993'],
    [{ intValue: '-9223372036854775808' }, '-9223372036854775808'],
    [{ intValue: 'many' }, 'many'],
    [{ intValue: 1.5 }, 1.5],
    [{ doubleValue: 'NaN' }, 'NaN'],
    [{ doubleValue: '-Infinity' }, '-Infinity'],
    [{ doubleValue: '2.5' }, 2.5],
    [{ bytesValue: 'AP8=' }, 'AP8='],
    [{ boolValue: false }, false],
    [{ boolValue: 'true' }, true],
    [{}, null],
    [{ stringValue: 'a\0b' }, 'a\u2400b'],
    [{ stringValue: 'half \ud83c pair' }, 'half \ufffd pair'],
    [{ arrayValue: {} }, []],
    [{ kvlistValue: { values: [{ key: 'a', value: { intValue: 1 } }] } }, { a: 1 }],
  ])('reads %j', (sent, kept) => {
    expect(value(sent)).toEqual(kept);
  });

  it('reads an infinite number that JSON cannot hold as text', () => {
    const body = `{"resourceSpans":[{"scopeSpans":[{"spans":[{"traceId":"${TRACE_ID}","spanId":"${SPAN_ID}","attributes":[{"key":"k","value":{"doubleValue":1e400}}]}]}]}]}`;
    expect(decodeTraces(Buffer.from(body), 'json', 5n).spans[0]?.attributes).toEqual({ k: 'Infinity' });
  });

  it('keeps keys like __proto__ and valueOf as plain data', () => {
    const keys = ['__proto__', 'valueOf'];
    const span = only({ attributes: keys.map((key) => ({ key, value: { stringValue: 'x' } })) });
    expect(Object.keys(span?.attributes ?? {})).toEqual(keys);
    expect(JSON.stringify(span?.attributes)).toBe('{"__proto__":"x","valueOf":"x"}');
    expect(span?.attributes.constructor).toBeUndefined();
  });

  it('turns structured log bodies into JSON and absent ones into nothing', () => {
    expect(log({ body: { arrayValue: { values: [{ intValue: 1 }] } } })?.body).toBe('[1]');
    expect(log({})?.body).toBe('');
    expect(log({ body: { boolValue: true } })?.body).toBe('true');
  });
});

describe('what is refused', () => {
  it.each([
    ['no trace id', { traceId: undefined }, /traceId is missing/],
    ['a trace id of zeros', { traceId: '0'.repeat(32) }, /traceId is all zeros/],
    ['a short span id', { spanId: 'abc' }, /spanId must be 16 hex digits \(8 bytes\), not 3 digits/],
    ['base64 that is no id', { spanId: 'AAA/+zzz' }, /base64 is not OTLP/],
    ['a number as id', { traceId: 5 }, /traceId must be a string/],
    ['a broken parent', { parentSpanId: 'zz' }, /parentSpanId/],
    ['attributes as an object', { attributes: { a: 1 } }, /list of .*"key"/],
    ['attributes as text', { attributes: 'a' }, /attributes must be a list/],
    ['an attribute without key', { attributes: [{ value: {} }] }, /no key/],
    ['a bare attribute value', { attributes: [{ key: 'a', value: 'b' }] }, /"stringValue"/],
    ['a list of the wrong form', { attributes: [{ key: 'a', value: { arrayValue: [1] } }] }, /arrayValue/],
    ['events as an object', { events: {} }, /events must be a list/],
    ['null among the events', { events: [null] }, /elements of events must be objects/],
    ['a status as text', { status: 'ok' }, /status must be an object/],
    ['a name as a list', { name: [] }, /name must be a string/],
    [
      'a time in ISO form',
      { startTimeUnixNano: '2026-01-01T00:00:00Z' },
      /startTimeUnixNano must be nanoseconds/,
    ],
    ['a negative time', { endTimeUnixNano: -1 }, /endTimeUnixNano must be nanoseconds/],
  ])('refuses a span with %s and keeps its neighbours', (_name, fields, message) => {
    const { spans, rejected } = decode(SPAN, { ...SPAN, ...fields }, SPAN);
    expect(spans).toHaveLength(2);
    expect(rejected.count).toBe(1);
    expect(rejected.message).toMatch(/^spans rejected: /);
    expect(rejected.message).toMatch(message);
  });

  it('counts all spans of a resource or scope that cannot be read', () => {
    const body = {
      resourceSpans: [
        { resource: { attributes: { a: 1 } }, scopeSpans: [{ spans: [SPAN, SPAN] }, { spans: [SPAN] }] },
        { scopeSpans: [{ scope: 'x', spans: [SPAN] }, { spans: [SPAN] }] },
      ],
    };
    const { spans, rejected } = decodeTraces(Buffer.from(JSON.stringify(body)), 'json', 5n);
    expect(spans).toHaveLength(1);
    expect(rejected.count).toBe(4);
  });

  it('keeps log records with broken ids without them, and says so', () => {
    const body = {
      resourceLogs: [{ scopeLogs: [{ logRecords: [{ traceId: 'xyz', spanId: SPAN_ID }, {}] }] }],
    };
    const { logs, rejected } = decodeLogs(Buffer.from(JSON.stringify(body)), 'json', 5n);
    expect(logs).toMatchObject([
      { traceId: null, spanId: null, timeNs: 5n },
      { traceId: null, spanId: null },
    ]);
    expect(rejected).toEqual({ count: 0, message: expect.stringMatching(/broken traceId or spanId/) });
  });

  it('warns of the envelope that OTLP dropped in 2022', () => {
    const body = { resourceSpans: [{ instrumentationLibrarySpans: [] }] };
    expect(decodeTraces(Buffer.from(JSON.stringify(body)), 'json', 5n).rejected).toEqual({
      count: 0,
      message: expect.stringMatching(/instrumentationLibrary/),
    });
  });

  it('counts spans that lie a level too high, and warns of a body without any level that it knows', () => {
    const rejected = (body: object) => decodeTraces(Buffer.from(JSON.stringify(body)), 'json', 5n).rejected;
    expect(rejected({ resourceSpans: [{ spans: [{}, {}] }] })).toEqual({
      count: 2,
      message: 'spans rejected: spans must be in scopeSpans, not in resourceSpans itself (2)',
    });
    expect(rejected({ spans: [{}] })).toEqual({
      count: 0,
      message: 'the body has no resourceSpans: nothing of it was read',
    });
    for (const empty of [{}, { resourceSpans: null }])
      expect(rejected(empty)).toEqual({ count: 0, message: '' });
  });

  it.each([
    ['text', 'hello', /not JSON/],
    ['two documents', '{}{}', /not JSON/],
    ['a list', '[]', /one JSON object/],
    ['null', 'null', /one JSON object/],
    ['a cut body', '{"resourceSpans":[{', /not JSON/],
    ['UTF-16', Buffer.from('{}', 'utf16le'), /not JSON/],
    ['resourceSpans that are no list', '{"resourceSpans":{}}', /resourceSpans must be a list/],
    ['spans that are no list', '{"resourceSpans":[{"scopeSpans":[{"spans":7}]}]}', /spans must be a list/],
    ['logs', '{"resourceLogs":[]}', /send it to \/v1\/logs/],
    ['metrics', '{"resourceMetrics":[]}', /send it to \/v1\/metrics/],
  ])('refuses a body that is %s', (_name, body, message) => {
    expect(() => decodeTraces(Buffer.from(body), 'json', 5n)).toThrowError(
      expect.objectContaining({ code: 'invalid_input', message: expect.stringMatching(message) }),
    );
  });

  it('never quotes the body in its message', () => {
    expect(() => decodeTraces(Buffer.from('secret'), 'json', 5n)).toThrowError(/^(?!.*secret).*$/);
  });
});
