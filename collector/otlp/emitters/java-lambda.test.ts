import { readFileSync } from 'node:fs';
import { expect, it } from 'vitest';
import { requestKeyOf } from '@/core/model/request-key';
import { brief, invocationsOf, spansOf } from './testing/emitter';

const spans = spansOf('java-lambda.json', readFileSync);
const LAMBDA = {
  function: 'aws 123456789012 eu-central-1  orders',
  platform: 'aws_lambda',
  coldStart: null,
  error: null,
  outcome: 'ok',
};

it('recognises what the Java agent sends, the consumer span of a batch being a part of its invocation', () => {
  expect(invocationsOf(spans).map(brief)).toEqual([
    { ...LAMBDA, source: 'faas.trigger', id: '11111111-1111-4111-8111-111111111111', trigger: 'http' },
    {
      ...LAMBDA,
      source: 'known-scope',
      id: '22222222-2222-4222-8222-222222222222',
      trigger: null,
      outcome: 'error',
      error: 'java.lang.IllegalStateException: order 17 has no items',
    },
    { ...LAMBDA, source: 'known-scope', id: '33333333-3333-4333-8333-333333333333', trigger: null },
  ]);
});

it('keeps the message that its consumer span names', () => {
  const consumer = spans.find(({ kind }) => kind === 'consumer');
  expect(consumer?.attributes['messaging.operation']).toBe('process');
  expect(consumer && requestKeyOf(consumer)).toBe('message:AmazonSQS:33333333-aaaa-4333-8333-333333333333');
});
