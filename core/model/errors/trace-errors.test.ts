import fc from 'fast-check';
import { expect, it } from 'vitest';
import type { LogRecord, Span } from '../telemetry';
import { exception, STACK, T0, TRACE, testInvocation, testLog, testSource, testSpan } from './testing';
import { errorsOfTrace, type TraceErrorInput } from './trace-errors';

const failed = (spanId: string, parentSpanId: string | null, set: Partial<Span> = {}) =>
  testSpan(spanId, {
    parentSpanId,
    status: 'error',
    events: [exception('TypeError', 'no id', STACK)],
    ...set,
  });
const logged = (spanId: string | null, set: Partial<LogRecord> = {}) =>
  testLog({
    traceId: TRACE,
    spanId,
    attributes: { 'exception.type': 'TypeError', 'exception.message': 'no id' },
    ...set,
  });
const status = (spanId: string, parentSpanId: string | null, statusMessage: string) =>
  testSpan(spanId, { parentSpanId, status: 'error', statusMessage });
const byId = (spans: readonly Span[]) => new Map(spans.map((span) => [span.spanId, span]));
const errors = (
  spans: readonly Span[],
  logs: readonly LogRecord[] = [],
  rest: Partial<TraceErrorInput> = {},
) => errorsOfTrace({ spans: byId(spans), logs, invocations: [], sourceOf: testSource, ...rest });
const where = (spans: readonly Span[], logs: readonly LogRecord[] = []) =>
  errors(spans, logs).map(({ spanId, type, message }) => `${spanId} ${type}: ${message}`);

it('counts an exception that passes through its callers once, where it was thrown', () => {
  expect(
    where([failed('1', null), failed('2', '1'), testSpan('3', { parentSpanId: '2' }), failed('4', '3')]),
  ).toEqual(['4 TypeError: no id']);
});

it('counts the attempts of a retry each', () => {
  expect(where([failed('1', null), failed('2', '1'), failed('3', '1'), failed('4', '1')])).toHaveLength(3);
});

it('counts an exception and the log records about it once', () => {
  expect(where([failed('1', null), failed('2', '1')], [logged('1'), logged('2'), logged(null)])).toEqual([
    '2 TypeError: no id',
  ]);
  expect(where([], [logged('2'), logged('2'), logged(null)])).toHaveLength(1);
});

it('takes a stack from the log record when the event has none, so that the group has its frame', () => {
  const bare = testSpan('1', { events: [exception('TypeError', 'no id')] });
  const record = logged('1', {
    attributes: {
      'exception.type': 'TypeError',
      'exception.message': 'no id',
      'exception.stacktrace': STACK,
    },
  });
  expect(errors([bare], [record])[0]?.fingerprint).toBe(errors([failed('1', null)])[0]?.fingerprint);
});

it('counts the status of a span only when nothing on or below it says the same', () => {
  expect(where([status('1', null, 'no id'), status('2', '1', ''), failed('3', '2')])).toEqual([
    '3 TypeError: no id',
  ]);
  expect(where([status('1', null, 'no id')], [logged('1')])).toEqual(['1 TypeError: no id']);
  expect(where([status('1', null, 'no id')], [logged(null)])).toEqual(['null TypeError: no id']);
  expect(where([status('1', null, 'no stock'), failed('2', '1')])).toHaveLength(2);
  expect(where([status('1', null, ''), status('2', '1', ''), status('3', '1', '')])).toEqual([
    '2 : ',
    '3 : ',
  ]);
});

it('counts a timeout beside an exception that the function survived', () => {
  const timeout = testInvocation('1', { outcome: 'timeout' });
  const found = errors([testSpan('1'), failed('2', '1')], [], { invocations: [timeout] });
  expect(found.map(({ type }) => type).sort()).toEqual(['TypeError', 'timeout']);
});

it('says which function it was, and adds up its cost once for each group', () => {
  const spans = [
    testSpan('1'),
    failed('2', '1'),
    failed('3', '1'),
    failed('4', '1', { events: [exception('E', 'x')] }),
  ];
  const found = errors(spans, [], { invocations: [testInvocation('1')] });
  expect(found.map(({ functionId, version }) => [functionId, version])).toEqual(
    Array.from({ length: 3 }, () => ['f'.repeat(16), '7']),
  );
  const sum = (type: string) =>
    found.filter((one) => one.type === type).reduce((all, { cost }) => all + (cost ?? 0n), 0n);
  expect([sum('TypeError'), sum('E')]).toEqual([10n, 10n]);
  expect(found.flatMap(({ invocation }) => invocation ?? [])).toEqual([
    { spanId: '1', startNs: T0 },
    { spanId: '1', startNs: T0 },
  ]);
});

it('finds the function of a log record without a span by its resource, when one invocation fits', () => {
  const one = testInvocation('1');
  const other = testInvocation('2', { functionId: 'e'.repeat(16), origin: 'carts' });
  const owner = (invocations: TraceErrorInput['invocations']) =>
    errors([], [logged(null)], { invocations })[0];
  expect(owner([one, other])?.functionId).toBe('f'.repeat(16));
  expect(owner([one, testInvocation('3')])?.functionId).toBeNull();
  expect(owner([])?.functionId).toBeNull();
});

it('survives loops of parents and counts one failure in them', () => {
  expect(where([failed('1', '2'), failed('2', '1'), failed('3', '3')])).toHaveLength(2);
});

it('takes 20,000 failed spans below each other in a moment, in a line or in a loop', () => {
  const chain = (root: string | null) =>
    Array.from({ length: 20_000 }, (_, n) =>
      failed(`${n}`, n === 0 ? root : `${n - 1}`, {
        events: [exception('E', `kind ${'x'.repeat(n % 500)}`)],
      }),
    );
  const started = performance.now();
  expect(errors(chain(null))).toHaveLength(500);
  expect(errors(chain('19999'))).toHaveLength(500);
  expect(performance.now() - started).toBeLessThan(20_000);
});

const ids = fc.constantFrom('1', '2', '3', '4', '5');
const texts = fc.constantFrom('', 'a', 'b');
const anySpan = fc
  .record({
    parent: fc.option(ids),
    status: fc.constantFrom('unset' as const, 'error' as const),
    message: texts,
    events: fc.array(fc.tuple(texts, texts, fc.constantFrom('', STACK), fc.bigInt(0n, 3n)), { maxLength: 2 }),
  })
  .map(
    ({ parent, status: code, message, events }) =>
      (id: string) =>
        testSpan(id, {
          parentSpanId: parent,
          status: code,
          statusMessage: message,
          events: events.map(([type, text, stack, time]) => exception(type, text, stack, T0 + time)),
        }),
  );
const anyLog = fc
  .record({
    spanId: fc.option(ids),
    type: texts,
    message: fc.constantFrom('a', 'b'),
    time: fc.bigInt(0n, 3n),
  })
  .map(({ spanId, type, message, time }) =>
    logged(spanId, {
      timeNs: T0 + time,
      attributes: { 'exception.type': type, 'exception.message': message },
    }),
  );

it('answers the same in whatever order spans and log records are passed', () => {
  const trace = fc.record({
    spans: fc.array(anySpan, { maxLength: 5 }).map((list) => list.map((make, at) => make(`${at + 1}`))),
    logs: fc.array(anyLog, { maxLength: 4 }),
  });
  fc.assert(
    fc.property(
      trace.chain(({ spans, logs }) =>
        fc.record({
          first: fc.constant({ spans, logs }),
          second: fc.record({
            spans: fc.shuffledSubarray(spans, { minLength: spans.length }),
            logs: fc.shuffledSubarray(logs, { minLength: logs.length }),
          }),
        }),
      ),
      ({ first, second }) => {
        const invocations = [testInvocation('1', { outcome: 'timeout' })];
        const rest = { invocations, sourceOf: testSource };
        const of = ({ spans, logs }: typeof first) => errorsOfTrace({ spans: byId(spans), logs, ...rest });
        expect(of(second)).toEqual(of(first));
      },
    ),
    { numRuns: 1_000 },
  );
});

it('finds something in every trace in which a span failed', () => {
  fc.assert(
    fc.property(fc.array(anySpan, { maxLength: 5 }), (list) => {
      const spans = list.map((make, at) => make(`${at + 1}`));
      const failing = spans.some((span) => span.status === 'error' || span.events.length > 0);
      expect(errors(spans).length > 0).toBe(failing);
    }),
    { numRuns: 1_000 },
  );
});

it('says the environment of the function, or without one that of the resource', () => {
  const sourceOf = () => ({ origin: 'x', environment: 'staging' });
  const spans = [failed('1', null), failed('2', null)];
  const invocations = [testInvocation('1', { environment: 'production' })];
  const found = errors(spans, [], { sourceOf, invocations });
  expect(found.map(({ environment }) => environment)).toEqual(['production', 'staging']);
});
