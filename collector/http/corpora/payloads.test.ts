import { readFileSync } from 'node:fs';
import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest';
import {
  attribute,
  fixed64,
  number,
  part,
  request,
  SPAN_ID,
  spanFields,
  TRACE_ID,
  tag,
  varint,
} from '../../otlp/testing/wire';
import { startCollector, type TestCollector } from '../testing/collector';

/** Complete bodies with content that nobody should send, against a complete collector. */
const PB = 'application/x-protobuf';
const JSON_TYPE = 'application/json';
const good = readFileSync(new URL('../../otlp/testdata/js-sdk-traces.pb', import.meta.url));

let collector: TestCollector;
beforeAll(async () => {
  collector = await startCollector();
});
afterAll(() => collector.close());
afterEach(async () => {
  expect((await post(good, PB)).status).toBe(200);
  expect(({} as { polluted?: boolean }).polluted).toBeUndefined();
});

async function post(content: Buffer | string, type: string, path = '/v1/traces') {
  const response = await fetch(collector.url + path, {
    method: 'POST',
    body: content,
    headers: { 'content-type': type },
  });
  const text = await response.text();
  return { status: response.status, text };
}

/** AnyValues nested `levels` deep. */
function deepValue(levels: number): Buffer {
  let value = part(1, 'bottom');
  for (let level = 0; level < levels; level += 1) value = part(5, part(1, value));
  return value;
}
const entry = (key: string, value: Buffer) => part(6, part(1, part(1, key), part(2, value)));
const POLLUTING = entry('__proto__', entry('polluted', number(2, 1)));
const spanWith = (...more: Buffer[]) => request(Buffer.concat([spanFields(), ...more]));
/** `levels` nested groups, all of them closed. */
const groups = (levels: number) => Buffer.concat([Buffer.alloc(levels, 0x0b), Buffer.alloc(levels, 0x0c)]);

describe('protobuf', () => {
  it.each<[number, string, Buffer]>([
    [400, 'a varint of 11 bytes', spanWith(Buffer.concat([tag(6, 0), Buffer.alloc(11, 0x80)]))],
    [400, 'a length beyond the end', Buffer.concat([tag(1, 2), varint(500), Buffer.alloc(3)])],
    [400, 'a length of 2^31 - 1', Buffer.concat([tag(1, 2), varint(2 ** 31 - 1)])],
    [400, 'a negative length', Buffer.concat([tag(1, 2), Buffer.from('ffffffffffffffffff01', 'hex')])],
    [400, 'field number 0', Buffer.from([0, 1])],
    [200, 'field number 2^29 - 1', spanWith(number(2 ** 29 - 1, 1))],
    [400, 'field number 2^29', spanWith(number(2 ** 29, 1))],
    [200, 'unknown fields of every type', spanWith(number(900, 1), fixed64(901, 1n), part(902, 'x'))],
    [400, 'groups nested 10,000 deep', spanWith(Buffer.from(groups(10_000)))],
    [400, 'groups on the top level', Buffer.alloc(21_000, 0x0b)],
    [200, 'values nested 10,000 deep', spanWith(attribute(deepValue(10_000)))],
    [
      200,
      'the keys __proto__ and constructor',
      spanWith(attribute(part(1, 'x'), '__proto__'), attribute(part(1, 'x'), 'constructor')),
    ],
    [200, 'a map with the key __proto__', spanWith(attribute(POLLUTING))],
    [
      200,
      'fields that may come once, twice',
      spanWith(part(5, 'a'), part(5, 'b'), fixed64(7, 1n), fixed64(7, 2n)),
    ],
    [200, 'text that is no UTF-8', spanWith(part(5, Buffer.from([0xff, 0xc0, 0x80, 0xed, 0xa0, 0x80])))],
    [400, 'metrics', request(Buffer.concat([part(1, 'faas.errors'), part(7, part(1, fixed64(3, 1n)))]))],
    [400, 'logs', request(Buffer.concat([fixed64(1, 5n), number(2, 9), part(5, part(1, 'hello'))]))],
  ])('%i for %s', async (status, _name, body) => {
    expect((await post(body, PB)).status).toBe(status);
  });

  /** Fields of a span with their correct wire type: 0 varint, 1 64-bit, 2 length-delimited, 5 32-bit. */
  const RIGHT: readonly [number, number][] = [
    [1, 2],
    [2, 2],
    [3, 2],
    [4, 2],
    [5, 2],
    [6, 0],
    [7, 1],
    [8, 1],
    [9, 2],
    [11, 2],
    [13, 2],
    [15, 2],
    [16, 5],
  ];
  const CONTENT: Readonly<Record<number, Buffer>> = {
    0: Buffer.from([1]),
    1: Buffer.alloc(8, 1),
    2: Buffer.from([2, 0x0a, 0]),
    5: Buffer.alloc(4, 1),
  };
  it.each(RIGHT)('400 for every wrong type of field %i', async (field, right) => {
    for (const wrong of [0, 1, 2, 5].filter((one) => one !== right)) {
      const body = spanWith(Buffer.concat([tag(field, wrong), CONTENT[wrong] ?? Buffer.alloc(0)]));
      expect([wrong, (await post(body, PB)).status]).toEqual([wrong, 400]);
    }
  });

  it('never fails otherwise when a body is cut, wherever', async () => {
    const lengths = Array.from({ length: Math.ceil(good.length / 7) }, (_, index) => index * 7);
    const answers = await Promise.all(lengths.map((length) => post(good.subarray(0, length), PB)));
    // A cut between two fields of the outermost message leaves a valid one.
    for (const { status } of answers) expect([200, 400]).toContain(status);
  });
});

const span = (fields: object) => ({
  traceId: TRACE_ID,
  spanId: SPAN_ID,
  name: 'work',
  startTimeUnixNano: '1',
  ...fields,
});
const traces = (...spans: unknown[]) => JSON.stringify({ resourceSpans: [{ scopeSpans: [{ spans }] }] });
const deepJson = (levels: number) => {
  const value = `${'{"arrayValue":{"values":['.repeat(levels)}${']}}'.repeat(levels)}`;
  return traces(span({ attributes: '?' })).replace('"?"', `[{"key":"k","value":${value}}]`);
};

describe('JSON', () => {
  it.each<[number, string, string | Buffer]>([
    [200, 'snake_case', '{"resource_spans":[{"scope_spans":[{"spans":[]}]}]}'],
    [200, 'base64 ids', traces(span({ traceId: 'CvdlGRbNQ92ESOshHIAxnA==', spanId: 't61rcWkgMzE=' }))],
    [200, 'ids in capitals', traces(span({ traceId: TRACE_ID.toUpperCase() }))],
    [
      200,
      'enums as names',
      traces(span({ kind: 'SPAN_KIND_SERVER', status: { code: 'STATUS_CODE_ERROR' } })),
    ],
    [
      200,
      'times as numbers, also beyond 2^53',
      traces(span({ startTimeUnixNano: 1.7e18, endTimeUnixNano: 1.7e18 + 2 ** 30 })),
    ],
    [200, 'times as text with an exponent', traces(span({ startTimeUnixNano: '1.7E+18' }))],
    [200, 'a byte order mark', `\ufeff${traces(span({}))}`],
    [200, 'a field twice', '{"resourceSpans":[],"resourceSpans":[]}'],
    [200, 'fields that nobody knows', traces(span({ surprise: { deep: [1, 2] } }))],
    [200, '100,000 levels of values', deepJson(100_000)],
    [200, 'null for the whole list', '{"resourceSpans":null}'],
    [400, 'comments', '{/* hello */"resourceSpans":[]}'],
    [400, 'a comma too many', '{"resourceSpans":[],}'],
    [
      400,
      'NaN',
      traces(span({ attributes: '?' })).replace('"?"', '[{"key":"k","value":{"doubleValue":NaN}}]'),
    ],
    [400, 'UTF-16', Buffer.from(traces(span({})), 'utf16le')],
    [400, 'two documents', '{"resourceSpans":[]}{"resourceSpans":[]}'],
    [400, 'a document a line', '{"resourceSpans":[]}\n{"resourceSpans":[]}\n'],
    [400, 'a list', '[]'],
    [400, 'text', '"resourceSpans"'],
    [400, 'null', 'null'],
    [400, 'logs', '{"resourceLogs":[{"scopeLogs":[]}]}'],
    [400, 'metrics', '{"resourceMetrics":[]}'],
  ])('%i for %s', async (status, _name, body) => {
    const answer = await post(body, JSON_TYPE);
    expect([answer.status, status === 200 ? answer.text : '{}']).toEqual([status, '{}']);
  });

  it.each([
    ['15 bytes', { traceId: TRACE_ID.slice(2) }],
    ['17 bytes', { traceId: `${TRACE_ID}00` }],
    ['an odd length', { spanId: SPAN_ID.slice(1) }],
    ['no hex', { spanId: 'zzzzzzzzzzzzzzzz' }],
    ['all zeros', { traceId: '0'.repeat(32) }],
    ['a time that is infinite', { startTimeUnixNano: '1e400' }],
    ['a time in hex', { startTimeUnixNano: '0x10' }],
    ['a negative time', { startTimeUnixNano: -1 }],
    ['attributes as an object', { attributes: { a: 1 } }],
    ['a value that is none', { attributes: [{ key: 'k', value: 'plain' }] }],
  ])('refuses one span with %s and keeps its neighbour', async (_name, fields) => {
    const { status, text } = await post(traces(span(fields), span({})), JSON_TYPE);
    expect([status, JSON.parse(text).partialSuccess?.rejectedSpans]).toEqual([200, '1']);
  });

  const FIELDS = [
    'traceId',
    'spanId',
    'parentSpanId',
    'traceState',
    'flags',
    'name',
    'kind',
    'startTimeUnixNano',
    'endTimeUnixNano',
    'attributes',
    'events',
    'links',
    'status',
    'droppedAttributesCount',
  ];
  const WRONG = [null, true, 7, -1.5, 'text', '', [], {}, [null], [[]], [7], { a: [{}] }];
  it.each(FIELDS)('takes or refuses that span alone, whatever %s is', async (field) => {
    const spans = WRONG.map((value) => span({ [field]: value }));
    const { status, text } = await post(traces(...spans, span({})), JSON_TYPE);
    expect(status).toBe(200);
    expect(Number(JSON.parse(text).partialSuccess?.rejectedSpans ?? 0)).toBeLessThanOrEqual(WRONG.length);
  });
});
