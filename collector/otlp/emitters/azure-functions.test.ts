import { readFileSync } from 'node:fs';
import { expect, it } from 'vitest';
import { factsOfSpan } from '@/core/model/platform/facts-of-span';
import { brief, invocationsOf, spansOf } from './testing/emitter';

const spans = spansOf('azure-functions.json', readFileSync);
const AZURE = { platform: 'azure.functions', outcome: 'ok', error: null };

it("counts an execution that host and worker report once: the worker's span, with what only the host knows", () => {
  expect(invocationsOf(spans).map(brief)).toEqual([
    {
      ...AZURE,
      function: 'azure  westeurope  shop-functions/orders',
      source: 'faas-resource',
      id: '11111111-1111-4111-8111-111111111111',
      trigger: 'http',
      coldStart: true,
    },
    {
      ...AZURE,
      function: 'azure  westeurope  shop-functions/process-order',
      source: 'faas.trigger',
      id: '22222222-2222-4222-8222-222222222222',
      trigger: 'pubsub',
      coldStart: false,
      outcome: 'error',
      error: null,
    },
  ]);
  expect(invocationsOf(spans)[0]).toMatchObject({ spanId: '00000000000000f2', facts: { runtime: 'nodejs' } });
});

it('counts the same whatever the order of arrival, and the host alone while nothing of the worker is there', () => {
  expect(invocationsOf([...spans].reverse())).toEqual(invocationsOf(spans));
  const hostOnly = spans.filter(({ resource }) => resource.attributes['azure.functions.group'] === 'host');
  expect(invocationsOf(hostOnly).map(({ spanId }) => spanId)).toEqual([
    '00000000000000f1',
    '00000000000000f3',
  ]);
});

it('takes the specialisation of the host for an init', () => {
  expect(spans.flatMap(factsOfSpan)).toMatchObject([{ kind: 'init', initDurationMs: 850 }]);
});
