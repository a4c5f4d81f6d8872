import { expect, it } from 'vitest';
import { batchUntil } from './batch-until';
import type { LogRecord, MetricPoint, Span, SpanEvent } from './telemetry';

const UNTIL = 1_000n;

function span(startNs: bigint, endNs: bigint, events: readonly SpanEvent[] = []): Span {
  return { startNs, endNs, events } as Span;
}

function kept(...spans: readonly Span[]): readonly Span[] {
  return batchUntil(UNTIL, { spans, logs: [] }).spans;
}

it('leaves out what begins later, and a span that claims to end later', () => {
  const fits = span(1n, UNTIL);
  expect(kept(fits, span(UNTIL + 1n, UNTIL + 2n), span(1n, UNTIL + 1n))).toEqual([fits]);
});

it('takes an event that claims to be later for one of the end of its span, and leaves the others alone', () => {
  const event = (timeNs: bigint): SpanEvent => ({ name: 'exception', timeNs, attributes: {} });
  const whole = span(1n, 9n, [event(3n)]);
  expect(kept(whole, span(1n, 9n, [event(3n), event(UNTIL + 1n)]))).toEqual([
    whole,
    span(1n, 9n, [event(3n), event(9n)]),
  ]);
  expect(kept(whole)[0]).toBe(whole);
});

it('leaves out log records and data points that are later', () => {
  const [log, point] = [{ timeNs: UNTIL } as LogRecord, { timeNs: UNTIL } as MetricPoint];
  const late = { timeNs: UNTIL + 1n };
  expect(
    batchUntil(UNTIL, {
      spans: [],
      logs: [log, late as LogRecord],
      metrics: [point, late as MetricPoint],
    }),
  ).toEqual({ spans: [], logs: [log], metrics: [point] });
});
