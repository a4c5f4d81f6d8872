import { expect, it } from 'vitest';
import { decodeTraces } from './decode';
import { part, spanFields } from './testing/wire';

const attribute = (key: string, value: string) => part(1, part(1, key), part(2, part(1, value)));
const resourceSpans = (...attributes: Uint8Array[]) =>
  part(1, part(1, ...attributes), part(2, part(2, spanFields())));
const resourcesOf = (body: Uint8Array) =>
  decodeTraces(body, 'protobuf', 1n).spans.map(({ resource }) => resource);

it('one object stands for resources that were sent with equal bytes, within a body and in the next', () => {
  const shop = resourceSpans(attribute('service.name', 'shop'), attribute('faas.name', 'checkout'));
  const [first, again] = resourcesOf(Buffer.concat([shop, shop]));
  expect(first?.attributes).toEqual({ 'service.name': 'shop', 'faas.name': 'checkout' });
  expect(again).toBe(first);
  expect(resourcesOf(shop)).toEqual([first]);
  expect(resourcesOf(shop)[0]).toBe(first);
});

it('resources that differ in a byte are different', () => {
  const [shop, shops] = resourcesOf(
    Buffer.concat([
      resourceSpans(attribute('service.name', 'shop')),
      resourceSpans(attribute('service.name', 'shoq')),
    ]),
  );
  expect([shop?.attributes, shops?.attributes]).toEqual([
    { 'service.name': 'shop' },
    { 'service.name': 'shoq' },
  ]);
});

it('a resource that cannot be read is refused each time', () => {
  const broken = part(1, part(1, Buffer.from([0x0a, 0x05, 0x01])), part(2, part(2, spanFields())));
  for (let sent = 0; sent < 2; sent++) expect(() => resourcesOf(broken)).toThrow('ends in the middle');
});

it('a large resource is not kept', () => {
  const large = resourceSpans(attribute('service.name', 'x'.repeat(70_000)));
  const [first] = resourcesOf(large);
  const [again] = resourcesOf(large);
  expect(again).toEqual(first);
  expect(again).not.toBe(first);
});
