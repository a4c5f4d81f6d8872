import { readFileSync } from 'node:fs';
import { expect, it } from 'vitest';
import { requestKeyOf } from '@/core/model/request-key';
import { brief, invocationsOf, spansOf } from './testing/emitter';

const spans = spansOf('faaslens.json', readFileSync);
const LAMBDA = {
  function: 'aws 123456789012 eu-central-1  orders',
  platform: 'aws_lambda',
  source: 'faaslens',
  coldStart: false,
  error: null,
  outcome: 'ok',
};

it('recognises what our own wrapper sends', () => {
  expect(invocationsOf(spans).map(brief)).toEqual([
    { ...LAMBDA, id: '11111111-1111-4111-8111-111111111111', trigger: 'http', coldStart: true },
    {
      ...LAMBDA,
      id: '22222222-2222-4222-8222-222222222222',
      trigger: 'other',
      outcome: 'error',
      error: 'TypeError: order 17 has no items',
    },
    { ...LAMBDA, id: '33333333-3333-4333-8333-333333333333', trigger: 'pubsub' },
  ]);
  expect(invocationsOf(spans)[0]?.initDurationMs).toBeCloseTo(118.6, 1);
});

it('names the message that a queue delivered', () => {
  expect(spans.map(requestKeyOf)).toContain('message:aws_sqs:33333333-aaaa-4333-8333-333333333333');
});
