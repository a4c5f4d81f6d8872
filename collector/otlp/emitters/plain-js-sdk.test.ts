import { readFileSync } from 'node:fs';
import { expect, it } from 'vitest';
import { invocationsOf, spansOf } from './testing/emitter';

it('counts nothing of an ordinary service with a plain SDK, whose spans are kept', () => {
  const spans = spansOf('plain-js-sdk.pb', readFileSync);
  expect(spans.map(({ kind }) => kind).sort()).toEqual(['client', 'server', 'server']);
  expect(spans[0]?.resource.attributes).toMatchObject({
    'service.name': 'web',
    'deployment.environment': 'production',
  });
  expect(invocationsOf(spans)).toEqual([]);
});

it('counts the entry of the same SDK once its resource names a function', () => {
  const spans = spansOf('plain-js-sdk.pb', readFileSync);
  const [first] = spans;
  const resource = { attributes: { ...first?.resource.attributes, 'faas.name': 'web' } };
  const invocations = invocationsOf(spans.map((span) => ({ ...span, resource })));
  // The first server span calls the second over HTTP: another execution of the same function.
  expect(invocations.map(({ source }) => source)).toEqual(['faas-resource', 'faas-resource']);
  expect(invocations[0]?.function).toMatchObject({ name: 'web', environment: 'production' });
});
