import { expect, it } from 'vitest';
import { livingMb } from '../../testing/heap';
import type { Failure } from './failure';
import { identifyError } from './fingerprint';

const fingerprintOf = (failure: Failure) => identifyError(failure).fingerprint;

const stack = (line: number, root = '/var/task') => `TypeError: x
    at node_modules (/var/task/node_modules/pg/lib/client.js:${line}:5)
    at load (${root}/src/orders.js:${line}:7)`;
const base = { type: 'TypeError', message: 'order 17 not found', stack: stack(4) };

it('is the same for another deployment, machine, line and order number', () => {
  const other = { type: 'TypeError', message: 'order 9981 not found', stack: stack(71, '/workspace/build') };
  expect(fingerprintOf(other)).toBe(fingerprintOf(base));
});

it('is 16 hex digits and never changes, because people have triaged groups by it', () => {
  expect(fingerprintOf(base)).toMatch(/^[0-9a-f]{16}$/);
  expect(fingerprintOf({ type: 'Error', message: 'order 1 failed', stack: '' })).toBe('933fe31c4bc5be79');
});

it.each([
  ['type', { ...base, type: 'RangeError' }],
  ['message', { ...base, message: 'user 17 not found' }],
  ['function', { ...base, stack: base.stack.replace('at load', 'at save') }],
  ['file', { ...base, stack: base.stack.replace('orders.js', 'carts.js') }],
])('differs by %s', (_, other) => {
  expect(fingerprintOf(other)).not.toBe(fingerprintOf(base));
});

it('keeps nothing of the texts that a failure is a piece of', () => {
  const before = livingMb();
  for (let number = 0; number < 100; number += 1) {
    const text = `${number} is not an order of anybody`.padEnd(2 ** 20, String(number));
    fingerprintOf({ type: 'Error', message: text.slice(0, 30), stack: '' });
  }
  expect(livingMb() - before).toBeLessThan(20);
});
