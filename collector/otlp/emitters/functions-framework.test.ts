import { readFileSync } from 'node:fs';
import { expect, it } from 'vitest';
import { brief, invocationsOf, spansOf } from './testing/emitter';

const spans = spansOf('functions-framework.json', readFileSync);
const GCF = {
  function: 'gcp shop-prod europe-west1  orders',
  platform: 'gcp_cloud_functions',
  source: 'faas-resource',
  id: null,
  trigger: 'http',
  coldStart: null,
  outcome: 'ok',
  error: null,
};

it('recognises the server spans of functions-framework, by its resource', () => {
  expect(invocationsOf(spans).map(brief)).toEqual([
    GCF,
    { ...GCF, outcome: 'error', error: '500: null' },
    GCF,
  ]);
  expect(invocationsOf(spans)[0]?.facts.version).toBe('orders-00007-abc');
});

it('keeps what it says as sent', () => {
  expect(spans[0]).toMatchObject({ parentSpanId: 'b7ad6b7169203331', attributes: { 'url.query': 'id=1' } });
});
