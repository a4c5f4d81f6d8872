import { expect, it } from 'vitest';
import { invocationsAbove } from './hops';

const span = (
  spanId: string,
  parentSpanId: string | null,
  kind: 'internal' | 'client' | 'server' = 'internal',
) => ({
  spanId,
  parentSpanId,
  kind,
});
const shop = { spanId: 'shop', functionId: 'f1' };

it('finds the invocation above a span, and the outermost call on the way', () => {
  const above = invocationsAbove(
    [
      span('shop', null, 'server'),
      span('work', 'shop'),
      span('call', 'work', 'client'),
      span('socket', 'call', 'client'),
      span('mail', 'socket', 'server'),
    ],
    [shop, { spanId: 'mail', functionId: 'f2' }],
  );
  expect(above('socket')).toMatchObject({ invocation: shop, call: { spanId: 'call' } });
  expect(above('work')).toEqual({ invocation: shop, call: null });
  expect(above('mail')?.invocation.functionId).toBe('f2');
});

it('finds none above what has no parent here, or is its own ancestor', () => {
  const above = invocationsAbove([span('a', 'b'), span('b', 'a'), span('lost', 'gone')], [shop]);
  expect([above('a'), above('lost'), above('unknown'), above(null)]).toEqual([null, null, null, null]);
});
