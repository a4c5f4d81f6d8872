import { expect, it } from 'vitest';
import { livingMb } from '../../../testing/heap';
import { createResourceTexts } from './resource-texts';

it('gives one object for equal texts', () => {
  const resourceOf = createResourceTexts();
  const resource = resourceOf('{"service.name":"orders"}');
  expect(resource).toEqual({ attributes: { 'service.name': 'orders' } });
  expect(resourceOf(' {"service.name":"orders"}'.slice(1))).toBe(resource);
});

it('keeps a text and not that of the block which it is a piece of', () => {
  const resourceOf = createResourceTexts();
  const before = livingMb();
  for (let number = 0; number < 100; number += 1) {
    const json = `{"service.instance.id":"instance ${number}"}`;
    resourceOf(json.padEnd(2 ** 20).slice(0, json.length));
  }
  expect(livingMb() - before).toBeLessThan(20);
  expect(resourceOf('{"service.instance.id":"instance 7"}').attributes).toEqual({
    'service.instance.id': 'instance 7',
  });
});
