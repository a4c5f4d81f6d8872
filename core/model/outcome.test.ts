import { describe, expect, test } from 'vitest';
import type { Attributes } from './attributes';
import { resultOf } from './outcome';
import type { Span, SpanEvent, StatusCode } from './telemetry';

function ended(set: {
  status?: StatusCode;
  message?: string;
  attributes?: Attributes;
  exception?: Attributes;
}): Span {
  const events: SpanEvent[] = set.exception
    ? [{ name: 'exception', timeNs: 1n, attributes: set.exception }]
    : [];
  return {
    traceId: '0'.repeat(32),
    spanId: '0'.repeat(16),
    parentSpanId: null,
    traceState: '',
    flags: 0,
    name: 'fn',
    kind: 'server',
    startNs: 0n,
    endNs: 1n,
    status: set.status ?? 'unset',
    statusMessage: set.message ?? '',
    attributes: set.attributes ?? {},
    events,
    links: [],
    resource: { attributes: {} },
    scope: { name: '', version: '', attributes: {} },
  };
}

describe('the outcome of an invocation', () => {
  test('is ok without an error, also when a handled exception was noted', () => {
    const ok = { outcome: 'ok', errorType: null, errorMessage: null };
    expect(resultOf(ended({}))).toEqual(ok);
    expect(resultOf(ended({ exception: { 'exception.type': 'TypeError' } }))).toEqual(ok);
    expect(resultOf(ended({ status: 'ok', attributes: { 'error.type': 'timeout' } }))).toEqual(ok);
  });

  test('is an error with the type of the attribute, else of the last exception', () => {
    const exception = { 'exception.type': 'TypeError', 'exception.message': 'x is undefined' };
    expect(resultOf(ended({ status: 'error', exception }))).toEqual({
      outcome: 'error',
      errorType: 'TypeError',
      errorMessage: 'x is undefined',
    });
    const attributes = { 'error.type': 'PaymentError' };
    expect(resultOf(ended({ status: 'error', message: 'declined', exception, attributes }))).toEqual({
      outcome: 'error',
      errorType: 'PaymentError',
      errorMessage: 'declined',
    });
    expect(resultOf(ended({ attributes: { 'error.type': '500' } })).outcome).toBe('error');
  });

  test.each([
    ['timeout', '', 'timeout'],
    ['Sandbox.Timedout', '', 'timeout'],
    [null, '2026-01-01 r-1 Task timed out after 3.00 seconds', 'timeout'],
    ['TimeoutError', 'the database did not answer', 'error'],
    ['Runtime.ExitError', 'Runtime exited with error: signal: killed', 'oom'],
    ['Runtime.ExitError', 'Runtime exited with error: exit status 1', 'error'],
    ['Runtime.OutOfMemory', '', 'oom'],
    ['java.lang.OutOfMemoryError', 'Java heap space', 'oom'],
  ])('%s with the message "%s" is %s', (type, message, outcome) => {
    const attributes: Attributes = type === null ? {} : { 'error.type': type };
    expect(resultOf(ended({ status: 'error', message, attributes })).outcome).toBe(outcome);
  });

  test.each([
    ['ok', 'ok', null],
    ['canceled', 'ok', null],
    ['exception', 'error', null],
    ['exceededCpu', 'timeout', 'exceededCpu'],
    ['exceededMemory', 'oom', 'exceededMemory'],
    ['loadShed', 'throttled', 'loadShed'],
  ])("Cloudflare's %s is %s", (verdict, outcome, errorType) => {
    const attributes = { 'cloudflare.outcome': verdict };
    expect(resultOf(ended({ attributes }))).toMatchObject({ outcome, errorType });
  });
});
