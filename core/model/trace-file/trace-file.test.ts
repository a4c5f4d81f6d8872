import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { Attributes } from '../attributes';
import { readTraceFile } from './read-trace-file';
import { traceOfFile } from './trace-of-file';
import { writeOtlp } from './write-otlp';

const TRACE = 'a'.repeat(32);
const START = '1793527200000000000';

const otlpSpan = (spanId: string, more: object = {}) => ({
  traceId: TRACE,
  spanId,
  name: 'GET /',
  kind: 2,
  startTimeUnixNano: START,
  endTimeUnixNano: '1793527200012345678',
  ...more,
});
const otlp = (...spans: readonly object[]) => ({
  resourceSpans: [
    {
      resource: { attributes: [{ key: 'service.name', value: { stringValue: 'shop' } }] },
      scopeSpans: [{ scope: { name: 'lib', version: '1' }, spans }],
    },
  ],
});
const opened = (file: unknown, mostSpans?: number) => {
  const [largest] = readTraceFile(typeof file === 'string' ? file : JSON.stringify(file));
  if (!largest) throw new Error('no trace');
  return traceOfFile(largest, mostSpans);
};
const refusal = (text: string) => {
  try {
    readTraceFile(text);
    return 'taken';
  } catch (error) {
    return String(error);
  }
};

describe('a file of OTLP/JSON', () => {
  it('says so when it has more spans than are shown', () => {
    const file = otlp(...['1', '2', '3'].map((digit) => otlpSpan(digit.repeat(16))));
    const { trace, details } = opened(file, 2);
    expect(trace.spans).toHaveLength(2);
    expect(details.size).toBe(2);
    expect(trace.truncated).toBe(true);
    expect(trace.warnings).toContain('only the first 2 of 3 spans are shown');
    expect(opened(file).trace.truncated).toBe(false);
  });
  it('is a trace as it would be stored', () => {
    const { trace, details } = opened(
      otlp(
        otlpSpan('1'.repeat(16), {
          status: { code: 'STATUS_CODE_ERROR', message: 'no' },
          kind: 'SPAN_KIND_CLIENT',
        }),
        otlpSpan('2'.repeat(16), {
          parentSpanId: '1'.repeat(16),
          attributes: [
            { key: 'n', value: { intValue: '42' } },
            { key: 'big', value: { intValue: '9007199254740993' } },
            {
              key: 'deep',
              value: {
                kvlistValue: {
                  values: [
                    {
                      key: 'list',
                      value: { arrayValue: { values: [{ boolValue: true }, { doubleValue: 1.5 }] } },
                    },
                  ],
                },
              },
            },
          ],
          events: [{ name: 'retry', timeUnixNano: '1793527200002000000' }],
        }),
      ),
    );
    expect(trace).toMatchObject({
      traceId: TRACE,
      startTime: '2026-11-01T10:00:00.000Z',
      durationMs: 12.346,
    });
    expect(trace.spans).toMatchObject([
      { spanId: '1'.repeat(16), status: 'error', statusMessage: 'no', kind: 'client', service: 'shop' },
      { spanId: '2'.repeat(16), parentSpanId: '1'.repeat(16), kind: 'server', eventCount: 1 },
    ]);
    expect(details.get('2'.repeat(16))).toMatchObject({
      attributes: { n: 42, big: '9007199254740993', deep: { list: [true, 1.5] } },
      resource: { 'service.name': 'shop' },
      scope: { name: 'lib', version: '1' },
      events: [{ name: 'retry', offsetMs: 2 }],
    });
  });
  it('may have one request per line, and of two spans with one id the last counts', () => {
    const lines = [otlp(otlpSpan('1'.repeat(16))), otlp(otlpSpan('1'.repeat(16), { name: 'later' }))];
    const { trace } = opened(lines.map((line) => JSON.stringify(line)).join('\n'));
    expect(trace.spans).toMatchObject([{ name: 'later' }]);
  });
  it('has its largest trace first', () => {
    const other = { traceId: 'b'.repeat(32) };
    const text = JSON.stringify(
      otlp(otlpSpan('1'.repeat(16)), otlpSpan('2'.repeat(16), other), otlpSpan('3'.repeat(16), other)),
    );
    expect(readTraceFile(text).map(({ traceId, spans }) => [traceId[0], spans.length])).toEqual([
      ['b', 2],
      ['a', 1],
    ]);
  });
});

describe('a file of Jaeger', () => {
  const jaeger = {
    data: [
      {
        traceID: 'abc',
        processes: { p1: { serviceName: 'pay', tags: [{ key: 'host', type: 'string', value: 'h1' }] } },
        spans: [
          {
            traceID: 'abc',
            spanID: '1',
            operationName: 'charge',
            processID: 'p1',
            startTime: 1793527200000000,
            duration: 5000,
            references: [],
            tags: [
              { key: 'span.kind', type: 'string', value: 'server' },
              { key: 'error', type: 'bool', value: true },
            ],
            logs: [
              {
                timestamp: 1793527200001000,
                fields: [
                  { key: 'event', value: 'exception' },
                  { key: 'exception.type', value: 'TypeError' },
                ],
              },
            ],
          },
          {
            traceID: 'abc',
            spanID: '2',
            operationName: 'query',
            processID: 'p1',
            startTime: 1793527200001000,
            duration: 10,
            references: [
              { refType: 'CHILD_OF', traceID: 'abc', spanID: '1' },
              { refType: 'FOLLOWS_FROM', traceID: 'def', spanID: '9' },
            ],
          },
        ],
      },
    ],
  };
  it('is a trace with its processes as resources', () => {
    const { trace, details } = opened(jaeger);
    const [root, child] = trace.spans;
    expect(root).toMatchObject({
      name: 'charge',
      kind: 'server',
      service: 'pay',
      status: 'error',
      durationMs: 5,
      eventCount: 1,
    });
    expect(child).toMatchObject({
      parentSpanId: root?.spanId,
      offsetMs: 1,
      durationMs: 0.01,
      kind: 'unspecified',
    });
    expect(trace.links).toMatchObject([
      { to: { traceId: `${'0'.repeat(29)}def`, spanId: `${'0'.repeat(15)}9` } },
    ]);
    expect(details.get(root?.spanId ?? '')).toMatchObject({
      resource: { 'service.name': 'pay', host: 'h1' },
      events: [{ name: 'exception', offsetMs: 1, attributes: { 'exception.type': 'TypeError' } }],
    });
  });
  it('may be one trace alone', () => {
    expect(opened(jaeger.data[0]).trace.spans).toHaveLength(2);
  });
});

describe('other files', () => {
  it('are refused with what is wrong with them', () => {
    expect(refusal('<html>')).toContain('The file is not JSON.');
    expect(refusal('{"resourceSpans":[]}\nx')).toContain('Line 2 of the file is not JSON.');
    expect(refusal('{"hello":1}')).toContain('OTLP has resourceSpans at the top');
    expect(refusal(JSON.stringify(otlp({ ...otlpSpan('1'.repeat(16)), traceId: '0'.repeat(32) })))).toContain(
      'no span with a trace id and a span id',
    );
  });
  it('never break the reader, whatever they hold', () => {
    const tree = fc.letrec((tie) => ({
      value: fc.oneof(
        fc.constantFrom('', 'x', '1', TRACE, null, true, 1e300, -1, {}, []),
        fc.array(tie('value'), { maxLength: 3 }),
        fc.dictionary(
          fc.constantFrom(
            'resourceSpans',
            'scopeSpans',
            'spans',
            'traceId',
            'spanId',
            'attributes',
            'key',
            'value',
            'data',
            'processes',
            'spanID',
            'traceID',
            'status',
            'kind',
            'startTimeUnixNano',
            'references',
            'logs',
            'tags',
            '__proto__',
          ),
          tie('value'),
        ),
      ),
    })).value;
    fc.assert(
      fc.property(tree, (value) => {
        expect(refusal(JSON.stringify({ resourceSpans: [value] }))).toMatch(/^(taken|FaaslensError)/);
        expect(refusal(JSON.stringify({ data: [value] }))).toMatch(/^(taken|FaaslensError)/);
      }),
    );
  });
});

describe('a trace that is saved', () => {
  it('opens as the same trace, whatever its attributes', () => {
    const value = fc.oneof(
      fc.string(),
      fc.integer(),
      fc.boolean(),
      fc.double({ noNaN: true, noDefaultInfinity: true }).map((one) => one + 0),
      fc.constant(null),
      fc.array(fc.integer()),
      fc.dictionary(
        fc.string({ minLength: 1 }).filter((key) => key !== '__proto__'),
        fc.string(),
      ),
    );
    const attributes = fc.dictionary(
      fc.string().filter((key) => key !== '__proto__'),
      value,
    );
    fc.assert(
      fc.property(attributes, fc.string(), (given: Attributes, name) => {
        const { details } = opened(
          otlp(
            otlpSpan('1'.repeat(16), { name, links: [{ traceId: 'c'.repeat(32), spanId: '3'.repeat(16) }] }),
          ),
        );
        const sent = [...details.values()].map((detail) => ({ ...detail, attributes: { ...given } }));
        const again = opened(writeOtlp(sent));
        expect([...again.details.values()]).toEqual(sent);
      }),
    );
  });
});
