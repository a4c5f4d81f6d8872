import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { buildTraceView, type StoredInvocation, type StoredSpan } from './trace-view';

const BEGIN = Date.parse('2026-11-01T10:00:00Z');

function span(
  spanId: string,
  parentSpanId: string | null,
  from: number,
  to: number,
  service = 'shop',
): StoredSpan {
  return {
    spanId,
    parentSpanId,
    name: spanId,
    kind: 'internal',
    service,
    startTime: BEGIN + from,
    durationMs: to - from,
    status: 'unset',
    statusMessage: '',
    isInit: false,
    eventCount: 0,
    logCount: 0,
  };
}

function invocationOf(spanId: string, cost: bigint | null = 1n): StoredInvocation {
  return { spanId, functionId: `f-${spanId}`, invocationId: `i-${spanId}`, coldStart: true, cost };
}

function view(
  spans: readonly StoredSpan[],
  invocations: readonly StoredInvocation[] = [],
  spanCount = spans.length,
) {
  return buildTraceView({ traceId: 't', spans, spanCount, invocations });
}

const order = (spans: readonly StoredSpan[]) => view(spans).spans.map((one) => one.spanId);
const critical = (spans: readonly StoredSpan[]) =>
  view(spans).spans.flatMap((one) => (one.onCriticalPath ? [one.spanId] : []));
const selfOf = (spans: readonly StoredSpan[], id: string) =>
  view(spans).spans.find((one) => one.spanId === id)?.selfMs;

describe('the order of spans', () => {
  it('is depth first, children by start time, whatever order they came in', () => {
    const spans = [
      span('c', 'a', 50, 60),
      span('b1', 'b', 20, 30),
      span('a', null, 0, 100),
      span('b', 'a', 10, 40),
    ];
    expect(order(spans)).toEqual(['a', 'b', 'b1', 'c']);
  });

  it('keeps two roots apart, the earlier first', () => {
    const spans = [span('z', null, 0, 10), span('y', null, 20, 30), span('z1', 'z', 5, 25)];
    expect(order(spans)).toEqual(['z', 'z1', 'y']);
    expect(view(spans).warnings).toEqual([]);
  });

  it('makes roots of spans whose parent is missing, and says so', () => {
    const spans = [span('a', 'gateway', 0, 10), span('b', 'a', 1, 5), span('c', 'lost', 2, 3)];
    expect(order(spans)).toEqual(['a', 'b', 'c']);
    expect(view(spans).warnings).toEqual(['2 spans name a parent that has not arrived or is not traced']);
  });

  it('cuts a cycle open at its earliest span, also with spans that hang on it', () => {
    const spans = [
      span('hung', 'b', 0, 1),
      span('a', 'c', 5, 9),
      span('b', 'a', 6, 8),
      span('c', 'b', 7, 8),
      span('root', null, 4, 9),
    ];
    expect(order(spans)).toEqual(['root', 'a', 'b', 'hung', 'c']);
    expect(view(spans).warnings[0]).toBe('1 cycle of parents cut open at the earliest span');
  });

  it('says of how many spans the details are not kept', () => {
    const spans = [span('a', null, 0, 10), { ...span('b', 'a', 1, 5), isThinned: true }];
    expect(view(spans).warnings).toEqual([
      'the attributes and events of 1 span, and the log lines, are not kept: this trace is ordinary',
    ]);
  });

  it('survives a span that is its own parent', () => {
    expect(order([span('a', 'a', 0, 10), span('b', 'a', 1, 2)])).toEqual(['a', 'b']);
  });

  it('survives a chain of 10,000 spans', () => {
    const spans = Array.from({ length: 10_000 }, (_, index) =>
      span(`s${index}`, index === 0 ? null : `s${index - 1}`, index, 20_000 - index),
    );
    expect(view(spans).spans.at(-1)).toMatchObject({ spanId: 's9999', offsetMs: 9999, onCriticalPath: true });
  });
});

describe('self time', () => {
  it('is the duration without what children cover, overlaps counted once', () => {
    const spans = [
      span('a', null, 0, 100),
      span('b', 'a', 10, 40),
      span('c', 'a', 30, 50),
      span('d', 'a', 35, 38),
    ];
    expect(selfOf(spans, 'a')).toBe(60);
    expect(selfOf(spans, 'b')).toBe(30);
  });

  it('counts of children only what lies within the span', () => {
    const spans = [
      span('a', null, 10, 20),
      span('before', 'a', 0, 12),
      span('after', 'a', 18, 90),
      span('far', 'a', 50, 60),
    ];
    expect(selfOf(spans, 'a')).toBe(6);
  });
});

describe('the critical path', () => {
  it('goes through what was waited for and leaves out what ran beside it', () => {
    const spans = [
      span('a', null, 0, 100),
      span('fast', 'a', 10, 40),
      span('slow', 'a', 10, 80),
      span('last', 'a', 85, 95),
    ];
    expect(critical(spans)).toEqual(['a', 'slow', 'last']);
  });

  it('goes down to the leaves', () => {
    const spans = [
      span('a', null, 0, 100),
      span('b', 'a', 10, 90),
      span('db', 'b', 20, 80),
      span('cache', 'b', 20, 25),
    ];
    expect(critical(spans)).toEqual(['a', 'b', 'db']);
  });

  it('follows a consumer that runs after its producer has ended', () => {
    const spans = [
      span('api', null, 0, 100),
      span('query', 'api', 10, 90),
      span('send', 'api', 91, 95),
      span('worker', 'send', 300, 500),
    ];
    expect(critical(spans)).toEqual(['api', 'query', 'send', 'worker']);
  });
});

describe('the view', () => {
  it('spans the whole trace, with offsets from its first span', () => {
    const { startTime, durationMs, spans } = view([span('b', 'a', -2.5, 4), span('a', null, 0, 10.125)]);
    expect(startTime).toBe('2026-11-01T09:59:59.997Z');
    expect(durationMs).toBe(12.625);
    expect(spans.map((one) => one.offsetMs)).toEqual([2.5, 0]);
  });

  it('says when clocks differ and when spans were cut', () => {
    const spans = [span('a', null, 0, 10), span('b', 'a', -5, 4), span('c', 'a', -0.5, 4)];
    expect(view(spans, [], 12_345).warnings).toEqual([
      'only the first 3 of 12345 spans are shown',
      '1 span starts before its parent: the clocks of the senders differ',
    ]);
    expect(view(spans, [], 12_345).truncated).toBe(true);
    expect(view(spans).truncated).toBe(false);
  });

  it('names the function that runs a span: its own invocation or the one above it in the same service', () => {
    const spans = [
      span('api', null, 0, 100),
      span('db', 'api', 1, 9),
      span('call', 'api', 10, 90),
      span('pay', 'call', 20, 80, 'pay'),
      span('edge', 'api', 91, 92, 'edge'),
    ];
    const { spans: seen, costUsd } = view(spans, [invocationOf('api', 2n), invocationOf('pay', null)]);
    expect(
      seen.map((one) => [one.spanId, one.functionId, one.isInvocation, one.coldStart, one.costUsd]),
    ).toEqual([
      ['api', 'f-api', true, true, '0.000000000002'],
      ['db', 'f-api', false, null, null],
      ['call', 'f-api', false, null, null],
      ['pay', 'f-pay', true, true, null],
      ['edge', null, false, null, null],
    ]);
    expect(costUsd).toBe('0.000000000002');
  });

  it('has no cost when none is known', () => expect(view([span('a', null, 0, 1)]).costUsd).toBeNull());

  it('shows each span once with sane figures, whatever parents and times it is given', () => {
    const id = fc.constantFrom('a', 'b', 'c', 'd', 'e', 'f');
    const anySpan = fc.tuple(
      id,
      fc.option(fc.oneof(id, fc.constant('gone'))),
      fc.integer({ min: -9, max: 9 }),
      fc.nat(20),
    );
    fc.assert(
      fc.property(fc.uniqueArray(anySpan, { selector: ([own]) => own, minLength: 1 }), (given) => {
        const spans = given.map(([own, parent, from, length]) => span(own, parent, from, from + length));
        const seen = view(spans);
        expect(seen.spans.map((one) => one.spanId).sort()).toEqual(spans.map((one) => one.spanId).sort());
        expect(seen.spans.some((one) => one.onCriticalPath)).toBe(true);
        for (const one of seen.spans) {
          expect(one.selfMs).toBeGreaterThanOrEqual(0);
          expect(one.selfMs).toBeLessThanOrEqual(one.durationMs);
          expect(one.offsetMs).toBeGreaterThanOrEqual(0);
        }
      }),
    );
  });
});
