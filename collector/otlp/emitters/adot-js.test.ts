import { readFileSync } from 'node:fs';
import { expect, it } from 'vitest';
import { brief, invocationsOf, spansOf } from './testing/emitter';

const spans = spansOf('adot-js.pb', readFileSync);
const LAMBDA = {
  function: 'aws 123456789012 eu-central-1  orders',
  platform: 'aws_lambda',
  source: 'known-scope',
  trigger: null,
  error: null,
  outcome: 'ok',
};

it('recognises what the AWS distribution for JavaScript sends', () => {
  expect(invocationsOf(spans).map(brief)).toEqual([
    { ...LAMBDA, id: '11111111-1111-4111-8111-111111111111', trigger: 'http', coldStart: true },
    {
      ...LAMBDA,
      id: '22222222-2222-4222-8222-222222222222',
      coldStart: false,
      outcome: 'error',
      error: 'TypeError: order 17 has no items',
    },
  ]);
});

it('keeps the marks of AWS as sent', () => {
  expect(spans[0]?.attributes).toMatchObject({
    'faas.execution': '11111111-1111-4111-8111-111111111111',
    'aws.is.local.root': true,
    'aws.span.kind': 'LOCAL_ROOT',
    'aws.local.operation': 'orders/FunctionHandler',
  });
});
