import { describe, expect, it } from 'vitest';
import { decodeLogs, decodeTraces } from './decode';
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
} from './testing/wire';

const decode = (body: Uint8Array) => decodeTraces(body, 'protobuf', 5n);
const value = (...fields: Uint8Array[]) =>
  decode(request(Buffer.concat([spanFields(), attribute(Buffer.concat(fields))]))).spans[0]?.attributes.k;
const spanWith = (...fields: Uint8Array[]) =>
  decode(request(Buffer.concat([spanFields(), ...fields]))).spans[0];

describe('values', () => {
  const int = (digits: bigint) => {
    const bytes: number[] = [];
    let rest = BigInt.asUintN(64, digits);
    for (; rest >= 0x80n; rest >>= 7n) bytes.push(Number(rest & 0x7fn) | 0x80);
    return Buffer.concat([tag(3, 0), Buffer.from([...bytes, Number(rest)])]);
  };
  const double = (sent: number) => {
    const bytes = Buffer.alloc(8);
    bytes.writeDoubleLE(sent);
    return Buffer.concat([tag(4, 1), bytes]);
  };

  it.each([0n, 1n, -1n, 127n, 128n, 2n ** 28n, 2n ** 31n, 2n ** 52n + 1n, 2n ** 53n - 1n, -(2n ** 53n) + 1n])(
    'reads the integer %s as a number',
    (sent) => {
      expect(value(int(sent))).toBe(Number(sent));
    },
  );

  it.each([2n ** 53n + 1n, 2n ** 56n, 2n ** 63n - 1n, -(2n ** 63n), -(2n ** 53n) - 1n])(
    'reads the integer %s as exact digits',
    (sent) => {
      expect(value(int(sent))).toBe(sent.toString());
    },
  );

  it('reads what JSON cannot hold as text', () => {
    expect(value(double(Number.NaN))).toBe('NaN');
    expect(value(double(Number.NEGATIVE_INFINITY))).toBe('-Infinity');
    expect(value(part(7, Buffer.from([0, 255])))).toBe('AP8=');
    expect(value(part(1, 'a\0b'))).toBe('a\u2400b');
    expect(value(part(1, Buffer.from([0x61, 0xff])))).toBe('a\ufffd');
    expect(value()).toBeNull();
  });

  it('keeps the last of several contents and of several equal keys', () => {
    expect(value(part(1, 'first'), number(2, 1))).toBe(true);
    expect(spanWith(attribute(part(1, 'a')), attribute(part(1, 'b')))?.attributes).toEqual({ k: 'b' });
  });
});

describe('envelope', () => {
  it('reads nothing from an empty body and from empty envelopes', () => {
    for (const body of [new Uint8Array(), part(1), part(1, part(2)), part(1, part(1))])
      expect(decode(body)).toEqual({ spans: [], rejected: { count: 0, message: '' } });
  });

  it('gives spans their resource and scope also when these come last', () => {
    const resource = part(1, part(1, part(1, 'service.name'), part(2, part(1, 'shop'))));
    const scope = part(1, part(1, 'tracer'), part(2, '7'));
    const body = part(1, part(2, part(2, spanFields()), scope), resource);
    expect(decode(body).spans).toMatchObject([
      { resource: { attributes: { 'service.name': 'shop' } }, scope: { name: 'tracer', version: '7' } },
    ]);
  });

  it('passes over fields that it does not know', () => {
    const unknown = [
      number(90, 5),
      fixed64(91, 5n),
      part(92, 'x'),
      Buffer.concat([tag(93, 5), Buffer.alloc(4)]),
    ];
    expect(spanWith(...unknown)).toEqual(spanWith());
  });
});

describe('times', () => {
  const times = (start: bigint, end: bigint) =>
    decode(
      request(
        Buffer.concat([
          part(1, Buffer.from(TRACE_ID, 'hex')),
          part(2, Buffer.from(SPAN_ID, 'hex')),
          fixed64(7, start),
          fixed64(8, end),
          part(11, part(2, 'event')),
        ]),
      ),
    ).spans[0];

  it.each([
    ['keeps an end before the start as a duration of 0', 100n, 50n, 100n, 100n],
    ['takes a missing end for the start', 100n, 0n, 100n, 100n],
    ['takes a missing start for the end', 0n, 100n, 100n, 100n],
    ['takes the time of receipt when both are missing', 0n, 0n, 5n, 5n],
    ['keeps times beyond 2^63 as the last that can be stored', 7n, 2n ** 64n - 1n, 7n, 2n ** 63n - 1n],
  ])('%s', (_name, start, end, startNs, endNs) => {
    expect(times(start, end)).toMatchObject({ startNs, endNs, events: [{ timeNs: startNs }] });
  });

  it('takes the observed time for a log record without its own', () => {
    const { logs } = decodeLogs(request(fixed64(11, 9n), fixed64(1, 8n), part(3, 'WARN')), 'protobuf', 5n);
    expect(logs.map(({ timeNs }) => timeNs)).toEqual([9n, 8n, 5n]);
  });
});

describe('what is refused', () => {
  it('refuses spans without valid ids and keeps their neighbours', () => {
    const short = Buffer.concat([
      part(1, Buffer.from(TRACE_ID, 'hex').subarray(1)),
      part(2, Buffer.alloc(8)),
    ]);
    const { spans, rejected } = decode(request(spanFields(), short, part(5, 'no ids'), spanFields()));
    expect(spans).toHaveLength(2);
    expect(rejected.count).toBe(2);
    expect(rejected.message).toMatch(/32 hex digits \(16 bytes\), not 30 digits/);
    expect(rejected.message).toMatch(/traceId is missing \(1\)/);
  });

  it('names the likely mistake when another signal is sent', () => {
    const log = Buffer.concat([fixed64(1, 5n), number(2, 9), part(3, 'INFO'), part(5, part(1, 'hello'))]);
    const silentLog = part(5, part(1, 'hello'));
    const wrong = { code: 'invalid_input', message: expect.stringMatching(/send logs to \/v1\/logs/) };
    expect(() => decode(request(log))).toThrowError(expect.objectContaining(wrong));
    expect(() => decode(request(Buffer.concat([silentLog, fixed64(11, 5n)])))).toThrowError(
      expect.objectContaining(wrong),
    );
    expect(() => decodeLogs(request(spanFields()), 'protobuf', 5n)).toThrowError(
      /send spans to \/v1\/traces/,
    );
  });

  it.each([
    ['a sum', part(7, part(1, fixed64(3, 5n)))],
    ['a gauge', part(5, part(1, fixed64(3, 5n)))],
  ])('names the likely mistake when metrics are sent: %s', (_name, data) => {
    const metric = Buffer.concat([part(1, 'faas.coldstarts'), part(3, '{coldstart}'), data]);
    expect(() => decode(request(metric))).toThrowError(
      expect.objectContaining({
        code: 'invalid_input',
        message: expect.stringMatching(/send (?:metrics|them) to \/v1\/metrics/),
      }),
    );
  });

  it.each([
    ['text', Buffer.from('hello, world')],
    ['JSON', Buffer.from('{"resourceSpans":[]}')],
    ['a gzip header', Buffer.from([0x1f, 0x8b, 8, 0])],
    ['a length beyond the end', Buffer.concat([tag(1, 2), varint(50), Buffer.alloc(3)])],
    ['a length of 2^31 - 1', Buffer.concat([tag(1, 2), varint(2 ** 31 - 1)])],
    ['a negative length', Buffer.concat([tag(1, 2), Buffer.from('ffffffffffffffffff01', 'hex')])],
    ['a varint of 11 bytes', Buffer.concat([tag(9, 0), Buffer.alloc(11, 0x80)])],
    ['an int64 of 11 bytes', request(attribute(Buffer.concat([tag(3, 0), Buffer.alloc(11, 0x80)])))],
    ['field number 0', Buffer.from([0x00, 0x01])],
    ['a field number beyond 2^29', Buffer.concat([varint(2 ** 33), varint(1)])],
    ['nested groups', Buffer.alloc(10_000, 0x0b)],
    ['the end of a group', Buffer.from([0x0c])],
    ['a nested length beyond its parent', part(1, tag(2, 2), varint(60), Buffer.alloc(4)).fill(0, 6)],
    ['a name of the wrong wire type', request(number(5, 1))],
    ['a kind of the wrong wire type', request(part(6, 'x'))],
    ['a time of the wrong wire type', request(number(7, 1))],
  ])('refuses %s', (_name, body) => {
    expect(() => decode(body)).toThrowError(expect.objectContaining({ code: 'invalid_input' }));
  });

  it('says what to send when it is given JSON', () => {
    expect(() => decode(Buffer.from('{"resourceSpans":[]}'))).toThrowError('Content-Type: application/json');
  });

  it('refuses more spans, events and links than memory allows for, before they fill it', () => {
    const events = Buffer.concat([spanFields(), Buffer.alloc(2 * 250_000, Buffer.from([0x5a, 0]))]);
    expect(() => decode(request(events))).toThrowError(
      expect.objectContaining({ code: 'too_large', message: expect.stringMatching(/smaller batches/) }),
    );
  });
});
