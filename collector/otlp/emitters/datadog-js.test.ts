import { readFileSync } from 'node:fs';
import { expect, it } from 'vitest';
import { factsOfSpan } from '@/core/model/platform/facts-of-span';
import { brief, invocationsOf, spansOf } from './testing/emitter';

const spans = spansOf('datadog-js.json', readFileSync);
const LAMBDA = {
  function: 'aws 123456789012 eu-central-1 production orders',
  platform: 'aws_lambda',
  source: 'local-root',
  outcome: 'ok',
  error: null,
};

it('recognises what Datadog sends over OTLP: neither the inferred gateway span nor the loading is an invocation', () => {
  expect(spans).toHaveLength(4);
  expect(invocationsOf(spans).map(brief)).toEqual([
    { ...LAMBDA, id: '11111111-1111-4111-8111-111111111111', trigger: 'http', coldStart: true },
    {
      ...LAMBDA,
      id: '22222222-2222-4222-8222-222222222222',
      trigger: null,
      coldStart: false,
      outcome: 'error',
      error: 'TypeError: TypeError: order 17 has no items',
    },
  ]);
});

it('takes the loading of the handler for an init, and keeps the tags as sent', () => {
  expect(spans.flatMap(factsOfSpan)).toMatchObject([{ kind: 'init', origin: { name: 'orders' } }]);
  expect(spans[1]?.attributes).toMatchObject({
    cold_start: 'true',
    functionname: 'orders',
    datadog_lambda: '12.143.0',
  });
});
