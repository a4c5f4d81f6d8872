import { expect, it } from 'vitest';
import { errorsOfSpan } from './from-span';
import { exception, STACK, T0, testInvocation, testSpan } from './testing';

it('finds nothing, and makes nothing, on a span that did not fail', () => {
  expect(errorsOfSpan(testSpan('1'))).toBe(errorsOfSpan(testSpan('2')));
  const retry = { name: 'retry', timeNs: T0, attributes: {} };
  expect(errorsOfSpan(testSpan('1', { events: [retry] }), testInvocation('1', { outcome: 'ok' }))).toEqual(
    [],
  );
});

it('reports each exception event, equal ones once and with the stack that one of them has', () => {
  const events = [
    exception('TypeError', 'no id'),
    exception('Error', 'cache', '', T0 + 5n),
    exception('TypeError', 'no id', STACK, T0 + 9n),
  ];
  expect(errorsOfSpan(testSpan('1', { status: 'error', statusMessage: 'no id', events }))).toEqual([
    {
      type: 'TypeError',
      message: 'no id',
      stack: STACK,
      source: 'span-event',
      timeNs: T0,
      traceId: 'a'.repeat(32),
      spanId: '1',
      version: '7',
    },
    expect.objectContaining({ type: 'Error', message: 'cache', stack: '', timeNs: T0 + 5n }),
  ]);
});

it('takes the status for an error when no exception was recorded', () => {
  const span = testSpan('1', { status: 'error', statusMessage: 'gone', attributes: { 'error.type': '410' } });
  expect(errorsOfSpan(span)).toMatchObject([
    { source: 'status', type: '410', message: 'gone', timeNs: span.endNs },
  ]);
});

it('takes what the platform says of the invocation when the span says nothing', () => {
  const timeout = testInvocation('1', {
    outcome: 'timeout',
    errorMessage: 'Task timed out after 3.00 seconds',
  });
  expect(errorsOfSpan(testSpan('1'), timeout)).toMatchObject([
    { source: 'outcome', type: 'timeout', message: 'Task timed out after 3.00 seconds' },
  ]);
});

it('names the service version where Lambda knows nothing but $LATEST', () => {
  const attributes = { 'faas.version': '$LATEST', 'service.version': 'abc12' };
  const [error] = errorsOfSpan(testSpan('1', { status: 'error', resource: { attributes } }));
  expect(error?.version).toBe('abc12');
});

it('keeps hostile texts within their limits', () => {
  const long = '😀'.repeat(600_000);
  const [error] = errorsOfSpan(testSpan('1', { events: [exception(long, long, long)] }));
  expect(error?.type.length).toBeLessThanOrEqual(200);
  expect(error?.message.length).toBeLessThanOrEqual(1_000);
  expect(error?.stack.length).toBeLessThanOrEqual(32_768);
});
