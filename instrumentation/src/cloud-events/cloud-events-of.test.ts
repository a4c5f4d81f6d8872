import { expect, it } from 'vitest';
import { cloudEventsOf } from './cloud-events-of';

const MIB = 2 ** 20;

/** A request that does not say how long its body is. */
const streamed = (body: ReadableStream) =>
  new Request('http://shop.example/', {
    method: 'POST',
    headers: { 'content-type': 'application/json', 'ce-specversion': '1.0', 'ce-type': 'order.placed' },
    body,
    duplex: 'half',
  } as RequestInit);

it('an event is read out of a body that comes in pieces, and the handler reads it again', async () => {
  const request = streamed(new Blob(['{"message":{"attributes":', '{"a":"ü"}}}']).stream());
  const data = { message: { attributes: { a: 'ü' } } };
  expect(await cloudEventsOf(request)).toMatchObject([{ type: 'order.placed', data }]);
  expect(await request.json()).toEqual(data);
});

it('of a body that goes on and on no more is read than an event may have, and all is left to the handler', async () => {
  let pieces = 0;
  const body = new ReadableStream({
    pull(controller) {
      if (pieces === 64) return controller.close();
      pieces += 1;
      controller.enqueue(new Uint8Array(MIB / 4).fill(32));
    },
  });
  const request = streamed(body);
  expect(await cloudEventsOf(request)).toMatchObject([{ type: 'order.placed', data: undefined }]);
  expect(pieces).toBeLessThan(10);
  expect((await request.arrayBuffer()).byteLength).toBe(16 * MIB);
});
