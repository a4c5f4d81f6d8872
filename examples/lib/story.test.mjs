import { expect, it } from 'vitest';
import { Fleet } from './fleet.mjs';
import { Story } from './story.mjs';

const TRACE = '0af7651916cd43dd8448eb211c80319c';
const attributes = (values) =>
  Object.entries(values).map(([key, value]) => ({
    key,
    value: typeof value === 'boolean' ? { boolValue: value } : { stringValue: value },
  }));

function resource(name) {
  return { attributes: attributes({ 'faas.name': name, 'faas.version': '1', 'faas.instance': 'stream' }) };
}

function body(name, span, values) {
  const own = [
    ...attributes({ 'faaslens.instance': '1111111111111111', ...values }),
    { key: 'faaslens.sequence', value: { intValue: '7' } },
  ];
  return JSON.stringify({
    resourceSpans: [
      { resource: resource(name), scopeSpans: [{ spans: [{ traceId: TRACE, ...span, attributes: own }] }] },
    ],
  });
}

const STORY = new Story([
  body(
    'first',
    { spanId: '00f067aa0ba902b7', startTimeUnixNano: '1000000000', endTimeUnixNano: '1500000000' },
    { 'faas.coldstart': true },
  ),
  body(
    'second',
    {
      spanId: '53995c3f42cd8ad8',
      parentSpanId: '00f067aa0ba902b7',
      startTimeUnixNano: '1200000000',
      endTimeUnixNano: '1300000000',
    },
    { 'faas.coldstart': false },
  ),
]);

const told = ({ attributes: list }, key) => Object.values(list.find((one) => one.key === key).value)[0];

function tell(fleet, telling) {
  const { spans } = STORY.tell({
    atMs: 60_000,
    slowness: 2,
    environmentOf: (name) => fleet.environmentOf(name, 60_000),
    ...telling,
  });
  return spans.map((json) => {
    const { resource: of, scopeSpans } = JSON.parse(json);
    return { of, span: scopeSpans[0].spans[0] };
  });
}

it('is told at another time, and slower, with ids of its own that still belong together', () => {
  const fleet = new Fleet(() => '2');
  const [first, second] = tell(fleet);
  expect(first.span).toMatchObject({ startTimeUnixNano: '60000000000', endTimeUnixNano: '61000000000' });
  expect(second.span).toMatchObject({ startTimeUnixNano: '60400000000', endTimeUnixNano: '60600000000' });
  expect(first.span.traceId).toMatch(/^[0-9a-f]{32}$/);
  expect(first.span.traceId).not.toBe(TRACE);
  expect(second.span.traceId).toBe(first.span.traceId);
  expect(second.span.parentSpanId).toBe(first.span.spanId);
  expect(second.span.spanId).not.toBe('53995c3f42cd8ad8');
  expect(tell(fleet)[0].span.spanId).not.toBe(first.span.spanId);
});

it('happens in the environments that it is given, and counts on in each', () => {
  const fleet = new Fleet(() => '2');
  const [first] = tell(fleet);
  const [again, second] = tell(fleet);
  expect(told(again.of, 'faas.version')).toBe('2');
  expect(told(again.of, 'faas.instance')).toBe(told(first.of, 'faas.instance'));
  expect(told(again.span, 'faaslens.instance')).toBe(told(first.span, 'faaslens.instance'));
  expect(told(second.span, 'faaslens.instance')).not.toBe(told(first.span, 'faaslens.instance'));
  expect([first, again].map(({ span }) => told(span, 'faaslens.sequence'))).toEqual(['1', '2']);
});

it('says whose environments were new', () => {
  expect([...STORY.cold]).toEqual(['first']);
});

it('leaves a number whose decimals look like an id', () => {
  const measured = { key: 'faaslens.overhead.load_ms', value: { doubleValue: 3.0000000000000004 } };
  const span = { traceId: TRACE, startTimeUnixNano: '1', endTimeUnixNano: '2', attributes: [measured] };
  const json = JSON.stringify({
    resourceSpans: [{ resource: resource('one'), scopeSpans: [{ spans: [span] }] }],
  });
  expect(json).toMatch(/3\.\d{16}\b/);
  const { spans } = new Story([json]).tell({
    atMs: 60_000,
    slowness: 1,
    environmentOf: () => ({ stream: 'stream', version: '1' }),
  });
  expect(JSON.parse(spans[0]).scopeSpans[0].spans[0].attributes).toEqual([measured]);
});
