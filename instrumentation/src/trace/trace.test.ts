import { describe, expect, it } from 'vitest';
import { readConfig } from '../config/config';
import { encodeScope, encodeSpan } from '../export/otlp-json';
import { createClock, toNanoseconds } from './clock';
import { newSpanId, newTraceId } from './ids';
import { RecordingSpan, type SpanStart } from './recording-span';
import { createSampler, parentOf } from './sampler';
import { formatTraceparent, parseTraceContext } from './trace-context';
import { parseTraceState } from './trace-state';

const TRACE_ID = '0af7651916cd43dd8448eb211c80319c';
const SPAN_ID = 'b7ad6b7169203331';

describe('traceparent', () => {
  it('is read and written', () => {
    const context = parseTraceContext(` 00-${TRACE_ID}-${SPAN_ID}-01 `);
    expect(context).toEqual({ traceId: TRACE_ID, spanId: SPAN_ID, traceFlags: 1, isRemote: true });
    expect(context && formatTraceparent(context)).toBe(`00-${TRACE_ID}-${SPAN_ID}-01`);
  });

  it('of a later version may have more fields', () => {
    expect(parseTraceContext(`cc-${TRACE_ID}-${SPAN_ID}-01-what-else`)?.spanId).toBe(SPAN_ID);
  });

  it.each([
    undefined,
    '',
    `00-${TRACE_ID}-${SPAN_ID}`,
    `00-${TRACE_ID}-${SPAN_ID}-01-extra`,
    `ff-${TRACE_ID}-${SPAN_ID}-01`,
    `00-${TRACE_ID.toUpperCase()}-${SPAN_ID}-01`,
    `00-${'0'.repeat(32)}-${SPAN_ID}-01`,
    `00-${TRACE_ID}-${'0'.repeat(16)}-01`,
  ])('is ignored when it is not valid: %s', (text) => {
    expect(parseTraceContext(text)).toBeUndefined();
  });
});

describe('tracestate', () => {
  it('keeps its order, puts a changed member first and stays as it was itself', () => {
    const state = parseTraceState('a=1, b=2 ,bad key=3,c=,a=9');
    expect(state.serialize()).toBe('a=1,b=2');
    expect(state.set('b', '7').serialize()).toBe('b=7,a=1');
    expect(state.unset('a').serialize()).toBe('b=2');
    expect(state.set('Bad', 'x').serialize()).toBe('a=1,b=2');
    expect(state.get('b')).toBe('2');
  });
});

describe('ids', () => {
  it('are hex of the right length and differ', () => {
    const ids = Array.from({ length: 1000 }, newTraceId);
    expect(new Set(ids).size).toBe(1000);
    expect(ids.every((id) => /^[0-9a-f]{32}$/.test(id))).toBe(true);
    expect(newSpanId()).toMatch(/^[0-9a-f]{16}$/);
  });
});

describe('time', () => {
  it('only moves forward and agrees with the wall', () => {
    const clock = createClock();
    const first = clock.now();
    expect(clock.now()).toBeGreaterThan(first);
    expect(Math.abs(Number(first / 1_000_000n) - Date.now())).toBeLessThan(5_000);
  });

  it('is taken in every form that the API allows, without losing nanoseconds', () => {
    expect(toNanoseconds([1_700_000_000, 123_456_789])).toBe(1_700_000_000_123_456_789n);
    expect(toNanoseconds(new Date(1_700_000_000_123))).toBe(1_700_000_000_123_000_000n);
    expect(toNanoseconds(1_700_000_000_123.5)).toBe(1_700_000_000_123_500_000n);
    const sinceStart = toNanoseconds(performance.now()) ?? 0n;
    expect(Math.abs(Number(sinceStart / 1_000_000n) - Date.now())).toBeLessThan(5_000);
  });

  it('that is none is refused without an exception', () => {
    for (const odd of [Number.NaN, Number.POSITIVE_INFINITY, new Date('x'), [1.5, 2], undefined]) {
      expect(toNanoseconds(odd as number)).toBeUndefined();
    }
  });
});

describe('the ratio sampler', () => {
  it('keeps about its share, decides by the trace alone and never beyond its ends', () => {
    const sampler = (ratio: number) => createSampler({ root: 'traceidratio', parentBased: false, ratio });
    const ids = Array.from({ length: 20_000 }, newTraceId);
    const kept = ids.filter((id) => sampler(0.25)(id, undefined));
    expect(kept.length / ids.length).toBeCloseTo(0.25, 1);
    expect(kept.every((id) => sampler(0.5)(id, undefined))).toBe(true);
    expect(sampler(0)('f'.repeat(32), undefined)).toBe(false);
    expect(sampler(1)(`${'0'.repeat(31)}1`, undefined)).toBe(true);
  });
});

describe('a parent that is not sampled', () => {
  const parent = { traceId: TRACE_ID, spanId: SPAN_ID, traceFlags: 0 };
  const seen = (isParentOfPlatform: boolean, root: string) =>
    parentOf({ parent, isParentOfPlatform }, createSampler({ root, parentBased: true, ratio: 1 }));

  it('is a decision where a caller made it, and none where the platform did', () => {
    expect(seen(false, 'always_on')?.traceFlags).toBe(0);
    expect(seen(true, 'always_on')).toEqual({ ...parent, traceFlags: 1 });
    expect(seen(true, 'always_off')?.traceFlags).toBe(0);
  });
});

describe('a span', () => {
  const start = (env: Record<string, string> = {}, overrides: Partial<SpanStart> = {}) =>
    new RecordingSpan({
      name: 'work',
      scope: encodeScope('test'),
      identity: { traceId: TRACE_ID, spanId: SPAN_ID, traceFlags: 1 },
      parent: undefined,
      kind: 0,
      clock: createClock(),
      limits: readConfig(env).limits,
      sink: { started() {}, ended() {} },
      ...overrides,
    });

  it('keeps to its limits and counts what it dropped', () => {
    const span = start({
      OTEL_SPAN_ATTRIBUTE_COUNT_LIMIT: '2',
      OTEL_SPAN_EVENT_COUNT_LIMIT: '1',
      OTEL_SPAN_LINK_COUNT_LIMIT: '1',
      OTEL_ATTRIBUTE_VALUE_LENGTH_LIMIT: '3',
    });
    span.setAttributes({ a: 'abcdef', b: ['12345'], c: 1 }).setAttribute('a', 'xyz123');
    span.addEvent('one').addEvent('two');
    const context = { traceId: TRACE_ID, spanId: SPAN_ID, traceFlags: 1 };
    span.addLinks([{ context }, { context }]).end();
    const encoded = JSON.parse(encodeSpan(span).json);
    expect(encoded).toMatchObject({ droppedAttributesCount: 1, droppedEventsCount: 1, droppedLinksCount: 1 });
    expect(encoded.attributes).toEqual([
      { key: 'a', value: { stringValue: 'xyz' } },
      { key: 'b', value: { arrayValue: { values: [{ stringValue: '123' }] } } },
    ]);
  });

  it('tells numbers apart as OTLP/JSON wants them', () => {
    const values = { int: 42, big: 2 ** 60, float: 0.5, nan: Number.NaN, yes: true, list: [1, null, 'x'] };
    const span = start().setAttributes({ ...values, object: {}, nothing: undefined });
    const { attributes } = JSON.parse(encodeSpan(span).json);
    expect(
      Object.fromEntries(attributes.map((a: { key: string; value: object }) => [a.key, a.value])),
    ).toEqual({
      int: { intValue: '42' },
      big: { doubleValue: 2 ** 60 },
      float: { doubleValue: 0.5 },
      nan: { doubleValue: 'NaN' },
      yes: { boolValue: true },
      list: { arrayValue: { values: [{ intValue: '1' }, {}, { stringValue: 'x' }] } },
    });
  });

  it('changes no more once it has ended', () => {
    const span = start();
    span.end();
    const before = encodeSpan(span).json;
    span.setAttribute('a', 1).addEvent('x').updateName('y').setStatus({ code: 2 }).end();
    expect(encodeSpan(span).json).toBe(before);
    expect(span.isRecording()).toBe(false);
  });

  it('never ends before it started', () => {
    const span = start({}, { startTime: 2000 + performance.timeOrigin });
    span.end(1000 + performance.timeOrigin);
    expect(span.endTime).toBe(span.startTime);
  });

  it('keeps of its status what a receiver can read: a message of bounded length, that of an error in its place', () => {
    const failed = start().setStatus({ code: 2, message: new RangeError('no') as never });
    expect(failed.status).toEqual({ code: 2, message: 'no' });
    const long = start({ OTEL_ATTRIBUTE_VALUE_LENGTH_LIMIT: '3' }).setStatus({ code: 2, message: 'abcdef' });
    expect(long.status).toEqual({ code: 2, message: 'abc' });
  });

  it('keeps the status Ok and never goes back to unset', () => {
    const failed = start().setStatus({ code: 2, message: 'no' }).setStatus({ code: 0 });
    expect(failed.status).toEqual({ code: 2, message: 'no' });
    expect(failed.setStatus({ code: 1, message: 'ignored' }).setStatus({ code: 2 }).status).toEqual({
      code: 1,
    });
  });
});
