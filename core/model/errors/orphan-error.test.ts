import { expect, it } from 'vitest';
import { errorOfOrphan } from './orphan-error';
import { T0, TRACE, testInvocation } from './testing';

const place = { traceId: TRACE, endNs: T0 };

it('is what the platform says of an invocation that no span tells of', () => {
  const killed = testInvocation('1', {
    outcome: 'timeout',
    errorMessage: 'Task timed out after 3.00 seconds',
  });
  expect(errorOfOrphan(killed, place)).toMatchObject({
    type: 'timeout',
    message: 'Task timed out after 3.00 seconds',
    timeNs: T0,
    traceId: TRACE,
    version: '7',
    functionId: 'f'.repeat(16),
    invocation: { spanId: '1', startNs: T0 },
    cost: 10n,
  });
});

it('is null when the invocation went well', () => {
  expect(errorOfOrphan(testInvocation('1', { outcome: 'ok' }), place)).toBeNull();
});
