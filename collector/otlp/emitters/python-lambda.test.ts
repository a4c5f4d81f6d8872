import { readFileSync } from 'node:fs';
import { expect, it } from 'vitest';
import { brief, invocationsOf, spansOf } from './testing/emitter';

const spans = spansOf('python-lambda.json', readFileSync);
const LAMBDA = {
  function: 'aws 123456789012 eu-central-1  orders',
  platform: 'aws_lambda',
  coldStart: null,
  error: null,
  outcome: 'ok',
};

it('recognises what the Python Lambda instrumentation sends, without cold starts, which it does not know', () => {
  expect(invocationsOf(spans).map(brief)).toEqual([
    { ...LAMBDA, source: 'faas.trigger', id: '11111111-1111-4111-8111-111111111111', trigger: 'http' },
    {
      ...LAMBDA,
      source: 'known-scope',
      id: '22222222-2222-4222-8222-222222222222',
      trigger: null,
      outcome: 'error',
      error: 'ValueError: ValueError: order 17 has no items',
    },
    { ...LAMBDA, source: 'faas.trigger', id: '33333333-3333-4333-8333-333333333333', trigger: 'pubsub' },
  ]);
});

it('keeps its old HTTP names as sent', () => {
  expect(spans[0]?.attributes).toMatchObject({
    'http.method': 'POST',
    'http.target': '/orders?a=1',
    'http.status_code': 201,
  });
  expect(spans[2]?.links).toHaveLength(1);
});
